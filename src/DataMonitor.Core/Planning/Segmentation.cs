using System.Text.RegularExpressions;

namespace DataMonitor.Core.Planning;

/// <summary>Rows parted by the value of a column: those of each of the largest values on their own, all others together.</summary>
/// <remarks>A value is known by its text, compared byte for byte; NULL is a value like any other. Texts longer than <see cref="LongestValue"/> characters are never among the largest.</remarks>
/// <param name="Largest">How many values stand on their own, by number of rows, ties in ordinal order: 1 to <see cref="MostSegments"/>.</param>
public sealed partial record Segmentation(string Column, int Largest)
{
    public const int MostSegments = 100;

    /// <summary>In characters: what the engine hands over to be told apart stays small.</summary>
    public const int LongestValue = 1000;

    /// <returns>Whether an engine can measure it for every segment in one grouping: figures that are one aggregate function over the rows.</returns>
    public static bool Admits(Aggregate aggregate) => aggregate switch
    {
        Distinctness keys => keys.Columns.Count == 1,
        OwnExpression own => !OverOtherRows().IsMatch(own.Sql),
        _ => Planner.ClassOf(aggregate) == StatementClass.Shared,
    };

    /// <summary>Reads rows beyond those of the group.</summary>
    [GeneratedRegex(@"\b(over|select)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OverOtherRows();
}
