using System.Collections.Immutable;

namespace DataMonitor.Core.Planning;

/// <summary>What statements cost a source.</summary>
/// <param name="Rows">Rows read, at least 0.</param>
/// <param name="Bytes">Bytes read, at least 0.</param>
/// <param name="Time">From sending to the last row, all statements added up.</param>
public readonly record struct Cost(long Rows, long Bytes, TimeSpan Time)
{
    /// <returns>The sum; statements whose rows or bytes nobody knows count with their time only.</returns>
    public static Cost Of(IEnumerable<StatementCost> statements) =>
        statements.Aggregate(default(Cost), (sum, each) => new(sum.Rows + (each.Rows ?? 0), sum.Bytes + (each.Bytes ?? 0), sum.Time + each.Duration));
}

/// <summary>What a day has cost so far.</summary>
/// <param name="Source">All datasets of the source together.</param>
public readonly record struct Spending(Cost Dataset, Cost Source);

/// <summary>What the engine says that a statement would read, without running it.</summary>
/// <param name="Rows"><see langword="null"/> when the engine does not tell.</param>
/// <param name="Bytes"><see langword="null"/> when the engine does not tell.</param>
public sealed record StatementEstimate(string Sql, long? Rows, long? Bytes);

/// <param name="Statements">In the order of the plan.</param>
public sealed record ScanEstimate(ImmutableArray<StatementEstimate> Statements)
{
    /// <summary>Of the statements that the engine could tell something about; <see langword="null"/> when of none.</summary>
    public long? Rows => Sum(statement => statement.Rows);

    public long? Bytes => Sum(statement => statement.Bytes);

    private long? Sum(Func<StatementEstimate, long?> part)
    {
        var known = Statements.Select(part).OfType<long>().ToArray();
        return known.Length == 0 ? null : known.Sum();
    }
}
