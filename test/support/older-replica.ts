// A replica's file as an older Concord left it.

/** SQL that takes away what the newest layouts have brought, back to before the facts of errors. */
export const withoutErrorFacts = `drop table _concord_removed; drop table _concord_removal; drop table _concord_error_step; drop index _concord_error_state;
  ${['type', 'cause', 'column_name', 'action', 'changed', 'who', 'made_at', 'outcome', 'resolved_at']
    .map((column) => `alter table _concord_error drop column ${column};`)
    .join('\n  ')}`;
