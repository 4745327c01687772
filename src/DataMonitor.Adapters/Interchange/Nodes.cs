using System.Collections.Immutable;
using System.Globalization;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange;

/// <summary>Makes nodes that were never in a file.</summary>
internal static class Nodes
{
    public static ScalarNode Text(string text) => new(default, text, IsQuoted: true);

    public static ScalarNode Plain(string text) => new(default, text, IsQuoted: false);

    /// <returns>The number without zeros at its end.</returns>
    public static ScalarNode Number(decimal number) => Plain(number.ToString("0.############################", CultureInfo.InvariantCulture));

    public static ScalarNode Flag(bool value) => Plain(value ? "true" : "false");

    public static ScalarNode Nothing { get; } = Plain("");

    /// <param name="entries">Those without a value are left away.</param>
    public static MappingNode Map(params IEnumerable<(string Key, DefinitionNode? Value)> entries) =>
        new(default, [.. entries.Where(entry => entry.Value is not null).Select(entry => new MappingEntry(entry.Key, default, entry.Value!))]);

    public static SequenceNode List(IEnumerable<DefinitionNode> items) => new(default, [.. items]);

    public static SequenceNode Texts(IEnumerable<string> items) => List(items.Select(Text));

    /// <returns>The mapping with a key behind the others, unless it has it already or there is no value.</returns>
    public static MappingNode With(this MappingNode node, string key, DefinitionNode? value) =>
        value is null || node.Entries.Any(entry => entry.Key == key) ? node : node with { Entries = node.Entries.Add(new(key, default, value)) };

    public static MappingNode Without(this MappingNode node, string key) => node with { Entries = node.Entries.RemoveAll(entry => entry.Key == key) };

    public static DefinitionNode? Find(this MappingNode node, string key) => node.Entries.FirstOrDefault(entry => entry.Key == key)?.Value;

    /// <returns>The texts of the plain values in a list; <see langword="null"/> when there is anything else in it.</returns>
    public static ImmutableArray<string>? Texts(this IReadOnlyList<DefinitionNode> items) =>
        items.All(item => item is ScalarNode { IsNull: false }) ? [.. items.Select(item => ((ScalarNode)item).Text)] : null;
}
