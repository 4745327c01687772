using DataMonitor.Core.Planning;
using DataMonitor.Core.Samples;

namespace DataMonitor.Adapters.Sql;

/// <summary>
/// Finds which of several requests make their statement fail, so that only those err. What fails before it runs is found without running anything.
/// What fails only on a row is found by running half of the suspects: an answer is kept and never asked for again, what was not looked at waits for one statement at the end.
/// One guilty request among n costs at most ⌈log2 n⌉ + 4 further statements, of which ⌈log2 n⌉ + 2 scan; each further one about as many.
/// </summary>
internal sealed class Culprits(ScanRecord record, Asking asking, Describing describing)
{
    /// <summary>Past so many guilty ones, asking each by itself costs less than searching on.</summary>
    private const int MostSearched = 8;

    /// <summary>Whether a request holds SQL of its owner: the first suspect when a statement fails on a row.</summary>
    public static bool HasOwnerSql(AggregateRequest request) =>
        request.Filter is not null || request.Aggregate switch
        {
            OwnExpression or OwnQueryRows => true,
            Orphans { Reference: Core.Definitions.QueryObject } => true,
            MatchCount match => HasOwnerSql(match.Predicate),
            RowSample { Rows: ReturnedRows or OrphanRows { Reference.Object: Core.Definitions.QueryObject } } => true,
            RowSample { Rows: MatchingRows rows } => HasOwnerSql(rows.Predicate),
            _ => false,
        };

    /// <param name="requests">Their statement failed.</param>
    public async Task AnswerAsync(SqlSession session, SqlFrame frame, AggregateRequest[] requests, SqlFault fault, CancellationToken cancellationToken)
    {
        if (requests.Length == 1 || EndsTheSearch(fault))
        {
            await GiveUpAsync(session, frame, requests, fault, cancellationToken);
            return;
        }

        if (await asking.RefusalAsync(session, record.Renderer.FrameAlone(frame), cancellationToken) is { } frameFault)
        {
            await BlameFrameAsync(session, frame, requests, frameFault, cancellationToken);
            return;
        }

        var left = await WithoutMissingColumnsAsync(session, frame, requests, fault, cancellationToken);
        if (left.Length == requests.Length)
        {
            await SearchAsync(session, frame, left, cancellationToken);
        }
        else if (await asking.TryAsync(session, frame, left, cancellationToken) is { } next)
        {
            await AnswerAsync(session, frame, left, next, cancellationToken);
        }
    }

    private async Task SearchAsync(SqlSession session, SqlFrame frame, AggregateRequest[] failing, CancellationToken cancellationToken)
    {
        for (var found = 0; found < MostSearched; found++)
        {
            var refusal = await asking.RefusalAsync(session, record.Renderer.OneRow(frame, failing), cancellationToken);
            failing = refusal is not null
                ? await WithoutRefusedAsync(session, frame, failing, refusal, cancellationToken)
                : await WithoutBrokenAsync(session, frame, failing, cancellationToken);
            if (await asking.TryAsync(session, frame, failing, cancellationToken) is not { } fault)
            {
                return;
            }

            if (failing.Length == 1 || EndsTheSearch(fault))
            {
                await GiveUpAsync(session, frame, failing, fault, cancellationToken);
                return;
            }

            if (found == 0 && refusal is null && await RunsAloneAsync(session, frame, cancellationToken) is { } frameFault)
            {
                await BlameFrameAsync(session, frame, failing, frameFault, cancellationToken);
                return;
            }
        }

        foreach (var request in failing)
        {
            await AloneAsync(session, frame, request, cancellationToken);
        }
    }

    /// <returns>All but one that the engine refuses to plan. Of two halves one is looked at: when it is sound, the other is not.</returns>
    private async Task<AggregateRequest[]> WithoutRefusedAsync(
        SqlSession session, SqlFrame frame, AggregateRequest[] requests, SqlFault fault, CancellationToken cancellationToken)
    {
        var (suspects, rest) = (requests, new List<AggregateRequest>());
        while (suspects.Length > 1)
        {
            var (first, second) = (suspects[..(suspects.Length / 2)], suspects[(suspects.Length / 2)..]);
            if (await asking.RefusalAsync(session, record.Renderer.OneRow(frame, first), cancellationToken) is { } refusal)
            {
                (suspects, fault) = (first, refusal);
                rest.AddRange(second);
            }
            else
            {
                suspects = second;
                rest.AddRange(first);
            }
        }

        await BlameAsync(session, frame, suspects[0], fault, cancellationToken);
        return [.. rest];
    }

    /// <returns>What was not looked at: all but one request that fails while it runs, and those that were answered on the way.</returns>
    private async Task<AggregateRequest[]> WithoutBrokenAsync(SqlSession session, SqlFrame frame, AggregateRequest[] requests, CancellationToken cancellationToken)
    {
        var (suspects, rest) = (requests, new List<AggregateRequest>());
        while (suspects.Length > 1)
        {
            var (first, second) = Parted(suspects);
            switch (await asking.TryAsync(session, frame, first, cancellationToken))
            {
                case null:
                    suspects = second;
                    break;
                case { } fault when first.Length == 1 || EndsTheSearch(fault):
                    await GiveUpAsync(session, frame, first, fault, cancellationToken);
                    return [.. second, .. rest];
                default:
                    suspects = first;
                    rest.AddRange(second);
                    break;
            }
        }

        await AloneAsync(session, frame, suspects[0], cancellationToken);
        return [.. rest];
    }

    /// <returns>What is unlikely to fail, and the rest; halves when all are alike.</returns>
    private static (AggregateRequest[] First, AggregateRequest[] Second) Parted(AggregateRequest[] suspects)
    {
        var byOwner = suspects.ToLookup(HasOwnerSql);
        return byOwner[true].Any() && byOwner[false].Any()
            ? ([.. byOwner[false]], [.. byOwner[true]])
            : (suspects[..(suspects.Length / 2)], suspects[(suspects.Length / 2)..]);
    }

    /// <summary>A column that is gone takes all its checks with it: the catalog tells them at once.</summary>
    private async Task<AggregateRequest[]> WithoutMissingColumnsAsync(
        SqlSession session, SqlFrame frame, AggregateRequest[] requests, SqlFault fault, CancellationToken cancellationToken)
    {
        if (fault.Kind != SqlFaultKind.MissingColumn || await describing.NamesAsync(session, frame, cancellationToken) is not { Length: > 0 } names)
        {
            return requests;
        }

        var known = names.ToHashSet(StringComparer.Ordinal);
        var byState = requests.ToLookup(request => FaultWords.ColumnsOf(request).All(known.Contains));
        foreach (var request in byState[false])
        {
            await BlameAsync(session, frame, request, fault, cancellationToken);
        }

        return [.. byState[true]];
    }

    /// <returns>Why even a count of the dataset's rows fails while it runs, as with a filter that divides by zero.</returns>
    private async Task<SqlFault?> RunsAloneAsync(SqlSession session, SqlFrame frame, CancellationToken cancellationToken)
    {
        try
        {
            await record.SendAsync(session, record.Renderer.FrameAlone(frame), cancellationToken);
            return null;
        }
        catch (SqlFaultException e)
        {
            return e.Fault;
        }
    }

    /// <summary>Whether another try would only wait again.</summary>
    private static bool EndsTheSearch(SqlFault fault) => fault.Kind is SqlFaultKind.Locked or SqlFaultKind.Cancelled or SqlFaultKind.Timeout;

    /// <remarks>After a timeout the SQL of owners is the suspect: the rest gets one more try.</remarks>
    private async Task GiveUpAsync(SqlSession session, SqlFrame frame, AggregateRequest[] requests, SqlFault fault, CancellationToken cancellationToken)
    {
        var innocent = fault.Kind == SqlFaultKind.Timeout && Array.Exists(requests, HasOwnerSql) ? Array.FindAll(requests, request => !HasOwnerSql(request)) : [];
        foreach (var request in requests.Except(innocent))
        {
            await BlameAsync(session, frame, request, fault, cancellationToken);
        }

        if (await asking.TryAsync(session, frame, innocent, cancellationToken) is { } again)
        {
            await AnswerAsync(session, frame, innocent, again, cancellationToken);
        }
    }

    private async Task AloneAsync(SqlSession session, SqlFrame frame, AggregateRequest request, CancellationToken cancellationToken)
    {
        if (await asking.TryAsync(session, frame, [request], cancellationToken) is { } fault)
        {
            await BlameAsync(session, frame, request, fault, cancellationToken);
        }
    }

    private async Task BlameAsync(SqlSession session, SqlFrame frame, AggregateRequest request, SqlFault fault, CancellationToken cancellationToken)
    {
        var needsColumns = fault.Kind is SqlFaultKind.MissingColumn or SqlFaultKind.MissingTable;
        record.Answer(request, FaultWords.Of(fault, request, frame, record.Timeout, needsColumns ? await describing.NamesAsync(session, frame, cancellationToken) : []));
    }

    private async Task BlameFrameAsync(SqlSession session, SqlFrame frame, AggregateRequest[] requests, SqlFault fault, CancellationToken cancellationToken)
    {
        var error = FaultWords.Of(fault, null, frame, record.Timeout, await describing.NamesAsync(session, frame, cancellationToken));
        Array.ForEach(requests, request => record.Answer(request, error));
    }

    private static bool HasOwnerSql(RowPredicate predicate) => predicate switch
    {
        OwnCondition => true,
        Not not => HasOwnerSql(not.Predicate),
        AllOf all => all.Predicates.Any(HasOwnerSql),
        AnyOf any => any.Predicates.Any(HasOwnerSql),
        _ => false,
    };
}
