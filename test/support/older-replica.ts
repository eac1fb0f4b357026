// A replica's file as an older Concord left it.

/** SQL that takes away what the newest layouts have brought: seals, the errors' bases, and when their changes were taken back. */
export const withoutTakingBack = `alter table _concord_scope drop column seal; drop index _concord_error_taken_back;
  alter table _concord_error drop column base; alter table _concord_error drop column taken_back_at;`;

/** The same for several layouts, back to before the facts of errors. */
export const withoutErrorFacts = `${withoutTakingBack} drop table _concord_removed; drop table _concord_removal; drop table _concord_error_step; drop index _concord_error_state;
  ${['type', 'cause', 'column_name', 'action', 'changed', 'who', 'made_at', 'outcome', 'resolved_at']
    .map((column) => `alter table _concord_error drop column ${column};`)
    .join('\n  ')}`;
