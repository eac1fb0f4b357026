// A stock Dotmim.Sync server on PostgreSQL, for this machine alone. Environment variables say what it serves, its first line
// on standard output says where; ../README.md lists them. It ends on SIGTERM.

using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Dotmim.Sync;
using Dotmim.Sync.Enumerations;
using Dotmim.Sync.PostgreSql;
using Dotmim.Sync.Web.Server;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;

var scope = Settings.Text("SCOPE") ?? SyncOptions.DefaultScopeName;
var options = Settings.Options();
var setup = Settings.Setup();
var verdict = Settings.Word<ConflictResolution>("CONFLICT");
var merged = Settings.Pairs("MERGE").ToArray();
SyncOperation? ordered = null;

var builder = WebApplication.CreateSlimBuilder();
builder.Configuration["urls"] = null;
builder.Logging.ClearProviders().AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
builder.Logging.SetMinimumLevel(Settings.Word<LogLevel>("LOG") ?? LogLevel.Warning);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, Settings.Number("PORT") ?? 0));
builder.Services.AddDataProtection();
builder.Services.Configure<KeyManagementOptions>(keys => keys.XmlRepository = new KeysInMemory());
builder.Services.AddDistributedMemoryCache();
builder.Services.AddSession();
builder.Services.AddSyncServer(
    new NpgsqlSyncProvider(Settings.Needed("PG")), setup, options, new WebServerOptions(), scope);

var app = builder.Build();
app.UseSession();
if (Settings.Text("BEARER") is { } token)
{
    app.Use(async (context, next) =>
    {
        if (context.Request.Headers.Authorization == $"Bearer {token}") await next(context);
        else context.Response.StatusCode = StatusCodes.Status401Unauthorized;
    });
}

foreach (var path in new[] { "/", "/api/sync" })
{
    app.MapGet(path, (HttpContext context, WebServerAgent agent) => context.WriteHelloAsync(agent));
    app.MapPost(path, (HttpContext context, WebServerAgent agent) =>
    {
        if (verdict is { } winner)
        {
            agent.RemoteOrchestrator.OnApplyChangesConflictOccured(args =>
            {
                args.Resolution = winner;
                foreach (var (column, value) in merged) args.FinalRow[column] = value;
            });
        }

        agent.RemoteOrchestrator.OnGettingOperation(args => args.Operation = ordered ?? args.Operation);
        return agent.HandleRequestAsync(context);
    });
}

app.MapPost("/snapshot", async (WebServerAgent agent) =>
{
    var made = await agent.RemoteOrchestrator.CreateSnapshotAsync(scope, setup);
    return Results.Json(new JsonObject { ["rows"] = made?.RowsCount ?? 0 });
});

app.MapPost("/order/{word}", (string word) =>
{
    ordered = Enum.Parse<SyncOperation>(word, true);
    return Results.NoContent();
});

await app.StartAsync();
Console.Out.WriteLine(new JsonObject
{
    ["url"] = $"{app.Urls.First().TrimEnd('/')}/",
    ["pid"] = Environment.ProcessId,
    ["scope"] = scope,
    ["takes"] = new JsonArray("CONFLICT", "MERGE", "snapshot", "order"),
    ["version"] = typeof(SyncOptions).Assembly.GetName().Version?.ToString(),
}.ToJsonString());
await app.WaitForShutdownAsync();

/// <summary>What the environment says.</summary>
internal static class Settings
{
    public static string? Text(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? text : null;

    public static string Needed(string name) => Text(name) ?? throw new ArgumentException($"{name} is not set");

    public static int? Number(string name) => Text(name) is { } text ? int.Parse(text) : null;

    public static T? Word<T>(string name)
        where T : struct, Enum => Text(name) is { } text ? Enum.Parse<T>(text, true) : null;

    public static SyncOptions Options()
    {
        var options = new SyncOptions();
        options.BatchSize = Number("BATCH") ?? options.BatchSize;
        options.BatchDirectory = Text("BATCHDIR") ?? options.BatchDirectory;
        options.SnapshotsDirectory = Text("SNAPSHOTS") ?? options.SnapshotsDirectory;
        options.ConflictResolutionPolicy = Word<ConflictResolutionPolicy>("POLICY") ?? options.ConflictResolutionPolicy;
        options.ErrorResolutionPolicy = Word<ErrorResolution>("ERRORS") ?? options.ErrorResolutionPolicy;
        return options;
    }

    public static SyncSetup Setup()
    {
        var setup = new SyncSetup();
        var tables = Items(Needed("TABLES")).ToDictionary(name => name, name => setup.Tables.Add(Table(name), Schema(name)));
        foreach (var (table, word) in Pairs("DIRECTIONS")) tables[table].SyncDirection = Enum.Parse<SyncDirection>(word, true);
        foreach (var (table, column) in Pairs("FILTERS")) setup.Filters.Add(Table(table), column, Schema(table));
        return setup;
    }

    private static string[] Items(string? text) =>
        (text ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public static IEnumerable<(string Name, string Word)> Pairs(string name) =>
        Items(Text(name)).Select(item => (item[..item.LastIndexOf(':')], item[(item.LastIndexOf(':') + 1)..]));

    private static string Table(string name) => name[(name.IndexOf('.') + 1)..];

    private static string? Schema(string name) => name.Contains('.') ? name[..name.IndexOf('.')] : null;
}

/// <summary>Keys of the session cookie: they need not outlive the process, and nothing is written under a home folder.</summary>
internal sealed class KeysInMemory : IXmlRepository
{
    private readonly List<XElement> keys = [];

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        lock (this.keys) return [.. this.keys];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        lock (this.keys) this.keys.Add(element);
    }
}
