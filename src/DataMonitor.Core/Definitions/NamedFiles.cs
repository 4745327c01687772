using System.Collections.Immutable;

namespace DataMonitor.Core.Definitions;

/// <summary>Files whose first key says what they are and what they are called: templates and calendars.</summary>
internal static class NamedFiles
{
    /// <param name="isWhole">Becomes <see langword="false"/> when a file's name cannot be read, so that nothing is said about unknown names.</param>
    /// <returns>By name; <see langword="null"/> where a mistake was reported.</returns>
    public static ImmutableDictionary<string, T?> Read<T>(
        IEnumerable<DefinitionNode> files, string key, Func<DefinitionNode, T?> read, ref bool isWhole, ReadContext context)
        where T : class
    {
        var found = ImmutableDictionary.CreateBuilder<string, T?>(StringComparer.Ordinal);
        var places = new Dictionary<string, Place>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var value = read(file);
            if (((MappingNode)file).Entries.Single(entry => entry.Key == key).Value is not ScalarNode named)
            {
                isWhole = false;
            }
            else if (places.TryAdd(named.Text, named.Place))
            {
                found[named.Text] = value;
            }
            else
            {
                found[named.Text] = null;
                context.Report(named.Place, $"There are two {key}s {Sentences.Quoted(named.Text)}; the first stands in {places[named.Text]}.", "Give each a name of its own.");
            }
        }

        return found.ToImmutable();
    }
}
