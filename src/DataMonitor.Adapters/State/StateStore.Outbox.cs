using DataMonitor.Core.Alerting;

namespace DataMonitor.Adapters.State;

internal sealed partial class StateStore
{
    private static readonly Sql EntryColumns = Sql.Raw("seq, id, receiver, endpoint, message, state, attempts, created_at, next_attempt_at, last_answer");

    public async Task<IReadOnlyList<OutboxEntry>> TakeDueAsync(string node, int limit, TimeSpan lease, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var taken = await WriteAsync(
            session => session.ListAsync(
                $"""
                WITH heads AS (SELECT MIN(seq) AS head FROM notification WHERE state = 'Pending' GROUP BY receiver, endpoint),
                due AS (
                    SELECT n.seq AS due_seq FROM heads JOIN notification n ON n.seq = heads.head
                    WHERE n.state = 'Pending' AND n.next_attempt_at <= {now} AND (n.leased_until IS NULL OR n.leased_until <= {now})
                    ORDER BY n.seq LIMIT {limit}{dialect.ForUpdateSkipLocked})
                UPDATE notification SET leased_by = {node}, leased_until = {now + lease} FROM due WHERE seq = due_seq
                RETURNING {EntryColumns}
                """,
                ReadEntry,
                cancellationToken),
            cancellationToken);
        return [.. taken.OrderBy(item => item.Place).Select(item => item.Entry)];
    }

    public Task MarkSentAsync(Guid id, string answer, DateTimeOffset now, CancellationToken cancellationToken) =>
        EndAsync(id, OutboxState.Sent, answer, now, cancellationToken);

    public Task MarkDeadAsync(Guid id, string answer, DateTimeOffset now, CancellationToken cancellationToken) =>
        EndAsync(id, OutboxState.Dead, answer, now, cancellationToken);

    public Task MarkFailedAsync(Guid id, string answer, DateTimeOffset nextAttemptAt, DateTimeOffset now, CancellationToken cancellationToken) => WriteAsync(
        $"""
        UPDATE notification SET attempts = attempts + 1, next_attempt_at = {nextAttemptAt}, last_answer = {answer}, leased_by = NULL, leased_until = NULL
        WHERE id = {id} AND state = 'Pending'
        """,
        cancellationToken);

    public async Task<IReadOnlyList<OutboxEntry>> ListAsync(OutboxState? state, int limit, CancellationToken cancellationToken)
    {
        var only = state is { } one ? (Sql)$"WHERE state = {one}" : Sql.Empty;
        var entries = await ReadAsync(
            session => session.ListAsync($"SELECT {EntryColumns} FROM notification {only} ORDER BY seq DESC LIMIT {limit}", ReadEntry, cancellationToken),
            cancellationToken);
        return [.. entries.Select(item => item.Entry)];
    }

    private static (long Place, OutboxEntry Entry) ReadEntry(StateRow row)
    {
        var (place, id, receiver, endpoint, message) = (row.Number(), row.Id(), row.Text(), row.Text(), row.Json<AlertMessage>());
        return (place, new(
            new(id, receiver, endpoint, message),
            row.Name<OutboxState>(),
            (int)row.Number(),
            row.Instant(),
            row.InstantOrNull(),
            row.TextOrNull()));
    }

    private async Task EndAsync(Guid id, OutboxState end, string answer, DateTimeOffset now, CancellationToken cancellationToken) => await WriteAsync(
        $"""
        UPDATE notification SET state = {end}, attempts = attempts + 1, next_attempt_at = NULL, finished_at = {now}, last_answer = {answer},
            leased_by = NULL, leased_until = NULL
        WHERE id = {id} AND state = 'Pending'
        """,
        cancellationToken);
}
