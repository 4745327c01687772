using System.Collections.Immutable;

namespace DataMonitor.Core.Definitions;

/// <summary>What is wrong in a template is told once, however many datasets use it, and says for which.</summary>
internal static class SharedMistakes
{
    /// <param name="own">What was reported while each dataset was read, under the name of the dataset.</param>
    public static IEnumerable<DefinitionError> Told(IEnumerable<(string Dataset, DefinitionError Error)> own, TemplateSet templates)
    {
        var files = templates.All.GroupBy(template => template.Place.File, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().Name, StringComparer.Ordinal);
        return own.GroupBy(told => told.Error, told => told.Dataset).Select(group => files.TryGetValue(group.Key.Place.File ?? "", out var template)
            ? group.Key with { Problem = $"{group.Key.Problem.TrimEnd('.')} (template '{template}', used by {Users([.. group.Distinct(StringComparer.Ordinal)])})." }
            : group.Key);
    }

    private static string Users(ImmutableArray<string> datasets) => datasets switch
    {
        [var only] => Sentences.Quoted(only),
        [var first, _] => $"{Sentences.Quoted(first)} and one more",
        [var first, .. var rest] => $"{Sentences.Quoted(first)} and {rest.Length} more",
        [] => "nothing",
    };
}
