using System.Globalization;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Sql;

/// <summary>Makes a listing of what an engine's catalog answered.</summary>
internal static class Listings
{
    /// <param name="rows">As <see cref="SqlCatalog.Relations"/> gives them.</param>
    /// <exception cref="SourceException">There are too many.</exception>
    public static SourceListing Of(string source, IReadOnlyList<object?[]> rows) => new(
        Bounded(source, rows.Select(row => (DatasetObject)new TableObject([.. new[] { Text(row[0]), Text(row[1]) }.OfType<string>()]))),
        rows.Select(row => Text(row[2])).FirstOrDefault());

    /// <exception cref="SourceException">There are too many.</exception>
    public static ValueList<DatasetObject> Bounded(string source, IEnumerable<DatasetObject> objects)
    {
        var found = objects.Take(SourceListing.MostObjects + 1).ToValueList();
        return found.Count <= SourceListing.MostObjects ? found : throw new SourceException(
            source,
            $"holds more than {SourceListing.MostObjects} tables and views",
            "Let the user of the source see fewer of them, or name the datasets one by one.",
            isTransient: false);
    }

    private static string? Text(object? cell) => cell is null ? null : Convert.ToString(cell, CultureInfo.InvariantCulture);
}
