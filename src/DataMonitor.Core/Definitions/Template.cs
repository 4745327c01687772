using System.Collections.Immutable;

namespace DataMonitor.Core.Definitions;

/// <summary>Keys of a dataset that many datasets share, written once in a file that begins with <c>template:</c>.</summary>
/// <param name="Content">The keys that are handed on, with their places in the template's file.</param>
internal sealed record Template(string Name, Place Place, ImmutableArray<TemplateParameter> Parameters, ImmutableArray<MappingEntry> Content)
{
    /// <returns>The keys with <c>${name}</c> replaced, in values and in the names of columns; names that are no parameters stay for the variables of the dataset.</returns>
    public ImmutableArray<MappingEntry> Filled(IReadOnlyDictionary<string, ScalarNode> arguments) =>
        [.. Content.Select(entry => entry with { Value = FilledEntry(entry, arguments) })];

    private static DefinitionNode FilledEntry(MappingEntry entry, IReadOnlyDictionary<string, ScalarNode> arguments) =>
        Fill(entry.Value, arguments) is var filled && entry.Key == DatasetMerge.Columns && filled is MappingNode columns
            ? columns with { Entries = [.. columns.Entries.Select(column => column with { Key = Replace(column.Key, arguments) })] }
            : filled;

    private static DefinitionNode Fill(DefinitionNode node, IReadOnlyDictionary<string, ScalarNode> arguments) => node switch
    {
        // An argument that stands alone is as if it were written there: a number stays a number.
        ScalarNode scalar when arguments.FirstOrDefault(argument => scalar.Text == $"${{{argument.Key}}}").Value is { } alone => alone with { Place = scalar.Place },
        ScalarNode scalar => scalar with { Text = Replace(scalar.Text, arguments) },
        SequenceNode sequence => sequence with { Items = [.. sequence.Items.Select(item => Fill(item, arguments))] },
        MappingNode mapping => mapping with { Entries = [.. mapping.Entries.Select(entry => entry with { Value = Fill(entry.Value, arguments) })] },
        _ => node,
    };

    private static string Replace(string text, IReadOnlyDictionary<string, ScalarNode> arguments) =>
        Variables.Replace(text, name => arguments.GetValueOrDefault(name)?.Text);
}

/// <param name="Default">What stands for it when a dataset gives nothing; <see langword="null"/> when it must be given.</param>
internal sealed record TemplateParameter(string Name, ScalarNode? Default);

/// <summary>An item under <c>uses:</c>.</summary>
internal sealed record TemplateUse(ScalarNode Template, ImmutableArray<MappingEntry> Arguments);
