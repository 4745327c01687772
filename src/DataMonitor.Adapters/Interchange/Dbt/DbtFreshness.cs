using System.Globalization;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange.Dbt;

/// <summary>Freshness blocks: <c>warn_after</c> and <c>error_after</c> become the two levels of a check.</summary>
internal static class DbtFreshness
{
    private const string Instead = "Write 'freshness: {column: …, expect: {warn: \"<= 12h\", fail: \"<= 24h\"}}'.";

    /// <returns>The mappings in which a source states freshness for its tables, the nearest first; their keys count as taken.</returns>
    public static IReadOnlyList<MappingNode> Inherited(Intake source)
    {
        var config = source.Node.Find("config") as MappingNode;
        source.Take("freshness");
        foreach (var key in new[] { "freshness", "loaded_at_field" })
        {
            source.Carry(key, "freshness of its tables");
            if (config?.Entries.FirstOrDefault(entry => entry.Key == key) is { } entry)
            {
                source.Report.Carry(entry.KeyPlace, $"{source.PathOf("config")}/{key}", "freshness of its tables");
            }
        }

        return config is null ? [source.Node] : [source.Node, config];
    }

    public static void Add(Intake table, IReadOnlyList<MappingNode> inherited, DatasetDraft draft, ImportSession session)
    {
        MappingNode[] levels = [table.Node, .. table.Node.Find("config") is MappingNode config ? new[] { config } : [], .. inherited];
        var block = levels.Select(level => level.Entries.FirstOrDefault(entry => entry.Key == "freshness")).FirstOrDefault(entry => entry is not null);
        var column = levels.Select(level => level.Find("loaded_at_field")).OfType<ScalarNode>().FirstOrDefault(node => node.Text.Length > 0);
        table.Take("freshness");
        table.Carry("loaded_at_field", "column of its freshness");
        foreach (var (level, name) in new[] { (table.Node, table.PathOf("loaded_at_field")), (table.Node.Find("config") as MappingNode, table.PathOf("config/loaded_at_field")) })
        {
            if (level != table.Node && level?.Entries.FirstOrDefault(entry => entry.Key == "loaded_at_field") is { } entry)
            {
                table.Report.Carry(entry.KeyPlace, name, "column of its freshness");
            }
        }

        if (block is null)
        {
            return;
        }

        var path = table.PathOf("freshness");
        if (block.Value is not MappingNode mapping)
        {
            table.Report.Carry(block.KeyPlace, path, "no freshness is demanded");
            return;
        }

        if (column is null)
        {
            table.Report.LeaveOut(block.KeyPlace, path, "No 'loaded_at_field' says which column holds the time.", Instead);
            return;
        }

        var (warn, fail) = (Limit(mapping, "warn_after"), Limit(mapping, "error_after"));
        var filter = mapping.Find("filter") as ScalarNode;
        var known = mapping.Entries.All(entry => entry.Key switch
        {
            "warn_after" => warn is not null || entry.Value is ScalarNode { IsNull: true },
            "error_after" => fail is not null || entry.Value is ScalarNode { IsNull: true },
            "filter" => filter?.Text.Contains("{{", StringComparison.Ordinal) == false,
            _ => false,
        });
        if (!known || (warn is null && fail is null))
        {
            table.Report.LeaveOut(block.KeyPlace, path, "It is not made of 'warn_after', 'error_after' (a count and minute, hour or day) and a 'filter' in SQL.", Instead);
            return;
        }

        DefinitionNode expect = warn is null ? Nodes.Text(fail!) : Nodes.Map(("warn", Nodes.Text(warn)), ("fail", fail is null ? null : Nodes.Text(fail)));
        session.Add(
            draft,
            new("freshness", column.Text, ("expect", expect), ("where", filter is { IsNull: false } ? Nodes.Text(filter.Text) : null)),
            block.KeyPlace,
            path);
    }

    /// <returns><c>&lt;= 12h</c>, or <see langword="null"/>.</returns>
    public static string? Limit(decimal count, string period)
    {
        (string Sign, int Factor)? unit = period switch
        {
            "second" => ("s", 1),
            "minute" => ("m", 1),
            "hour" => ("h", 1),
            "day" => ("d", 1),
            "week" => ("d", 7),
            _ => null,
        };
        return unit is { } known ? $"<= {(count * known.Factor).ToString(CultureInfo.InvariantCulture)}{known.Sign}" : null;
    }

    private static string? Limit(MappingNode block, string key) =>
        block.Find(key) is MappingNode { Entries.Length: 2 } limit && limit.Find("count") is ScalarNode { Text: var count } && limit.Find("period") is ScalarNode { Text: var period }
        && Intake.TryNumber(count, out var number)
            ? Limit(number, period)
            : null;
}
