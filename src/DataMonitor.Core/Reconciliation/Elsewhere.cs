using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Reconciliation;

/// <summary>What a check needs from an object other than its dataset.</summary>
/// <param name="Needs">Measured there while the dataset is measured here.</param>
/// <param name="Rows">How rows are compared one by one; <see langword="null"/> when figures are enough.</param>
public sealed record Elsewhere(OtherSide Side, ValueList<AggregateRequest> Needs, RowPairing? Rows);

/// <summary>How the rows of two sides find each other.</summary>
/// <param name="Key">At least one pair.</param>
/// <param name="Columns">What must agree beside the key.</param>
/// <param name="Decimals">Decimals that numbers are rounded to before they are compared, 0 to 12.</param>
/// <param name="Here">The rows of this side that take part: a count of them.</param>
/// <param name="There">The same on the other side.</param>
public sealed record RowPairing(ValueList<ColumnPair> Key, ValueList<ColumnPair> Columns, int Decimals, AggregateRequest Here, AggregateRequest There)
{
    /// <summary>Asked of both sides beforehand: types decide how values are written.</summary>
    public static AggregateRequest Schema { get; } = new(new Columns(), null, Checks.CheckScope.Table);
}

/// <summary>One column under its two names.</summary>
public sealed record ColumnPair(string Here, string There);

/// <summary>What the other side answered.</summary>
/// <param name="Problem">Why it did not; otherwise <see langword="null"/>.</param>
/// <param name="Rows">When rows were compared.</param>
public sealed record ElsewhereAnswer(Measurements Measurements, DateTimeOffset MeasuredAt, RowDifferences? Rows, MeasureError? Problem = null)
{
    public static ElsewhereAnswer Failed(MeasureError problem) => new(Measurements.None, default, null, problem);
}
