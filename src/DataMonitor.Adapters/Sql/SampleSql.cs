using System.Globalization;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Samples;

namespace DataMonitor.Adapters.Sql;

/// <summary>Writes the statements that fetch a few bad rows, and reads their answers.</summary>
internal static class SampleSql
{
    private const int MostColumns = 20;

    public static SqlText Write(SqlWriter writer, RowSample sample, string? filter)
    {
        var columns = sample.Columns.Select(writer.Column).ToArray();
        switch (sample.Rows)
        {
            case MatchingRows matching:
                var predicate = PredicateSql.Of(matching.Predicate, writer);
                return Finish($"SELECT {Cells(writer.Dialect.Text)}\n{writer.Rows(null, filter, predicate)}");
            case RepeatedKeys repeated:
                var keys = repeated.Columns.Select(writer.Column).ToArray();
                var rows = writer.Rows(null, [filter, .. keys.Select(key => $"{key} IS NOT NULL")]);
                return Finish($"SELECT {Cells(column => $"min({writer.Dialect.Text(column)})")}\n{rows}\nGROUP BY {string.Join(", ", keys.Select(writer.Dialect.Key))}\nHAVING count(*) > 1");
            case OrphanRows orphans:
                var value = writer.Column(orphans.Column);
                var inner = $"SELECT {value} AS v, {Cells(writer.Dialect.Text)}\n{writer.Rows(null, filter, $"{value} IS NOT NULL")}";
                var reference = orphans.Reference.Object is QueryObject query ? writer.Own(query.Sql) : writer.Relation(orphans.Reference.Object);
                return Finish($"SELECT {string.Join(", ", columns.Select((_, index) => string.Create(CultureInfo.InvariantCulture, $"s.c{index}")))}\nFROM (\n{inner}\n) s\nWHERE {writer.Dialect.HasNoMatch("s.v", reference, writer.Column(orphans.Reference.Column))}");
            case ReturnedRows returned:
                return Finish($"SELECT *\nFROM {writer.Own(returned.Sql)} AS q");
            default:
                throw new InvalidOperationException($"{sample.Rows.GetType().Name} is not known to the renderer.");
        }

        SqlText Finish(string sql) => writer.Finish(sql, sample.Limit);

        // Names of our own: an alias that is called like a column would stand for it in GROUP BY.
        string Cells(Func<string, string> text) =>
            string.Join(", ", columns.Select((column, index) => string.Create(CultureInfo.InvariantCulture, $"substring({text(column)}, 1, {SampledCell.Longest}) AS c{index}")));
    }

    public static SampledRows Read(RowSample sample, SqlRows answer)
    {
        string[] names = sample.Rows is ReturnedRows ? [.. answer.Columns.Select(column => column.Name)] : [.. sample.Columns];
        return new(answer.Rows.Select(row => new SampledRow(row.Take(MostColumns).Select((cell, index) => new SampledCell(names[index], Text(cell))).ToValueList())).ToValueList());
    }

    private static string? Text(object? cell)
    {
        var text = cell switch
        {
            null => null,
            byte[] => "(binary)",
            _ => Convert.ToString(cell, CultureInfo.InvariantCulture),
        };
        return text?.Length > SampledCell.Longest ? text[..SampledCell.Longest] : text;
    }
}
