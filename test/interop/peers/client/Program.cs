// A stock Dotmim.Sync client on SQLite: a JSON command a line on standard input, a JSON answer a line on standard output.
// The commands are open, sync, look and quit; ../README.md lists their members.

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dotmim.Sync;
using Dotmim.Sync.Enumerations;
using Dotmim.Sync.Sqlite;
using Dotmim.Sync.Web.Client;

using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true };
Console.SetOut(Console.Error);
Peer? peer = null;
for (var goesOn = true; goesOn && await Console.In.ReadLineAsync() is { } line;)
{
    JsonObject answer;
    try
    {
        var command = new Command(JsonNode.Parse(line)!.AsObject());
        switch (command.Text("cmd"))
        {
            case "open":
                peer = new Peer(command);
                answer = new JsonObject
                {
                    ["opened"] = true,
                    ["version"] = typeof(SyncAgent).Assembly.GetName().Version?.ToString(),
                    ["takes"] = new JsonArray("conflict", "rewrite", "final", "look"),
                };
                break;
            case "sync":
                answer = await (peer ?? throw new InvalidOperationException("open comes first")).SyncAsync(command);
                break;
            case "look":
                answer = await (peer ?? throw new InvalidOperationException("open comes first")).LookAsync();
                break;
            case "quit":
                answer = new JsonObject { ["bye"] = true };
                goesOn = false;
                break;
            default:
                throw new ArgumentException($"the command {command.Text("cmd")} is unknown");
        }
    }
    catch (Exception thrown)
    {
        answer = new JsonObject { ["error"] = Failure.Describe(thrown) };
    }

    await output.WriteLineAsync(answer.ToJsonString());
}

/// <summary>One replica file and its hub, from an open to the next one.</summary>
internal sealed class Peer
{
    private readonly string scope;
    private readonly SyncParameters? parameters;
    private readonly WebRemoteOrchestrator hub;
    private readonly SyncAgent agent;
    private readonly JsonArray conflicts = [];
    private readonly JsonArray errors = [];
    private OutdatedAction? outdated;
    private ConflictResolution? resolution;
    private JsonObject? rewrite;
    private JsonObject? final;
    private bool listens;

    public Peer(Command open)
    {
        this.scope = open.Text("scope") ?? SyncOptions.DefaultScopeName;
        if (open.Map("parameters") is { } values)
        {
            this.parameters = new SyncParameters();
            foreach (var (name, value) in values) this.parameters.Add(name, Command.Plain(value));
        }

        var options = new SyncOptions { DisableConstraintsOnApplyChanges = open.Flag("disableConstraints") ?? false };
        options.BatchSize = open.Number("batchSizeKb") ?? options.BatchSize;
        options.BatchDirectory = open.Text("batchDir") ?? options.BatchDirectory;
        options.ErrorResolutionPolicy = open.Word<ErrorResolution>("errors") ?? options.ErrorResolutionPolicy;
        options.ConflictResolutionPolicy = open.Word<ConflictResolutionPolicy>("policy") ?? options.ConflictResolutionPolicy;

        this.hub = new WebRemoteOrchestrator(open.Text("url") ?? throw new ArgumentException("open needs a url"));
        if (open.Number("timeoutSeconds") is { } seconds) this.hub.HttpClient.Timeout = TimeSpan.FromSeconds(seconds);
        foreach (var (name, value) in open.Map("headers") ?? []) this.hub.AddCustomHeader(name, value?.GetValue<string>());

        var file = open.Text("file") ?? throw new ArgumentException("open needs a file");
        this.agent = new SyncAgent(new SqliteSyncProvider(file), this.hub, options);
        this.agent.LocalOrchestrator.OnOutdated(args => args.Action = this.outdated ?? args.Action);
        this.hub.OnOutdated(args => args.Action = this.outdated ?? args.Action);
    }

    public async Task<JsonObject> SyncAsync(Command sync)
    {
        this.outdated = sync.Word<OutdatedAction>("outdated");
        this.conflicts.Clear();
        this.errors.Clear();
        this.rewrite = sync.Map("rewrite");
        this.final = sync.Map("final");
        if (sync.Text("conflict") is { } word) this.Listen(word);
        if (sync.Number("retries") is { } retries) this.hub.SyncPolicy = Repeats(retries);

        var type = sync.Word<SyncType>("type") ?? SyncType.Normal;
        JsonObject answer;
        try
        {
            var result = await this.agent.SynchronizeAsync(this.scope, type, this.parameters);
            answer = new JsonObject
            {
                ["uploaded"] = result.TotalChangesUploadedToServer,
                ["downloaded"] = result.TotalChangesDownloadedFromServer,
                ["appliedOnServer"] = result.TotalChangesAppliedOnServer,
                ["appliedOnClient"] = result.TotalChangesAppliedOnClient,
                ["resolvedConflicts"] = result.TotalResolvedConflicts,
                ["failedOnClient"] = result.TotalChangesFailedToApplyOnClient,
                ["failedOnServer"] = result.TotalChangesFailedToApplyOnServer,
            };
        }
        catch (Exception thrown)
        {
            answer = new JsonObject { ["error"] = Failure.Describe(thrown) };
        }

        if (!this.listens) return answer;
        answer["conflicts"] = this.conflicts.DeepClone();
        answer["errors"] = this.errors.DeepClone();
        return answer;
    }

    // What the hub would send, as a number and as rows, without a session.
    public async Task<JsonObject> LookAsync()
    {
        var client = await this.agent.LocalOrchestrator.GetScopeInfoClientAsync(this.scope, this.parameters);
        var estimated = await this.hub.GetEstimatedChangesCountAsync(client);
        var fetched = await this.hub.GetChangesAsync(client);
        return new JsonObject
        {
            ["estimated"] = estimated.ServerChangesSelected?.TotalChangesSelected ?? 0,
            ["fetched"] = fetched.ServerChangesSelected?.TotalChangesSelected ?? 0,
        };
    }

    // A listener makes the library read the local row, which it does not do without one; so there is none until it is asked for.
    private void Listen(string word)
    {
        this.resolution = word == "Watch" ? null : Enum.Parse<ConflictResolution>(word, true);
        if (this.listens) return;
        this.listens = true;
        this.agent.LocalOrchestrator.OnApplyChangesConflictOccured(async args =>
        {
            var conflict = await args.GetSyncConflictAsync();
            this.conflicts.Add(new JsonObject
            {
                ["type"] = (int)conflict.Type,
                ["proposed"] = args.Resolution.ToString(),
                ["incoming"] = Cells(conflict.RemoteRow),
                ["own"] = Cells(conflict.LocalRow),
            });
            args.Resolution = this.resolution ?? args.Resolution;
            foreach (var (column, value) in this.final ?? []) args.FinalRow[column] = Command.Plain(value);
            if (this.rewrite == null) return;
            foreach (var (column, value) in this.rewrite) conflict.RemoteRow[column] = Command.Plain(value);
            args.SenderScopeId = null;
        });
        this.agent.LocalOrchestrator.OnApplyChangesErrorOccured(args => this.errors.Add(new JsonObject
        {
            ["table"] = args.SchemaTable.TableName,
            ["row"] = Cells(args.ErrorRow),
            ["message"] = args.Exception.Message,
        }));
    }

    private static SyncPolicy Repeats(int times) => SyncPolicy.WaitAndRetry(
        times,
        attempt => TimeSpan.FromMilliseconds(500 * attempt),
        (thrown, _) => thrown is not SyncException { TypeName: nameof(HttpSessionLostException) });

    private static JsonArray? Cells(SyncRow? row) => row == null
        ? null
        : new JsonArray([.. row.ToArray().Skip(1).Select(cell => JsonValue.Create(Convert.ToString(cell)))]);
}

/// <summary>A command, whose members may be absent.</summary>
internal sealed class Command(JsonObject members)
{
    public string? Text(string name) => members[name]?.GetValue<string>();

    public int? Number(string name) => members[name]?.GetValue<int>();

    public bool? Flag(string name) => members[name]?.GetValue<bool>();

    public JsonObject? Map(string name) => members[name]?.AsObject();

    public T? Word<T>(string name)
        where T : struct, Enum => this.Text(name) is { } text ? Enum.Parse<T>(text, true) : null;

    public static object? Plain(JsonNode? value) => value?.GetValueKind() switch
    {
        null => null,
        JsonValueKind.String => value.GetValue<string>(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => value.AsValue().TryGetValue<int>(out var whole) ? whole
            : value.AsValue().TryGetValue<long>(out var wide) ? wide : value.GetValue<double>(),
    };
}

/// <summary>What went wrong, in the library's own words.</summary>
internal static class Failure
{
    public static JsonObject Describe(Exception thrown)
    {
        var sync = thrown as SyncException;
        var named = string.IsNullOrEmpty(sync?.TypeName) ? thrown.GetType().Name : sync.TypeName;
        var told = new JsonObject
        {
            ["type"] = named,
            ["class"] = thrown.GetType().Name,
            ["message"] = thrown.Message,
        };
        if (thrown is HttpSyncWebException http)
        {
            told["status"] = (int)http.StatusCode;
            told["reason"] = http.ReasonPhrase;
        }

        if (sync != null) told["stage"] = sync.SyncStage.ToString();
        if (thrown.InnerException is { } inner) told["inner"] = $"{inner.GetType().Name}: {inner.Message}";
        return told;
    }
}
