using DataMonitor.Core.Definitions;

namespace DataMonitor.Daemon.Settings;

/// <summary>Puts <c>monitor.yaml</c> and the <c>MONITOR_*</c> variables together, the variables last: <c>MONITOR_STATE__POSTGRES</c> is <c>state: {postgres: …}</c>.</summary>
internal static class SettingsReader
{
    private const string Prefix = "MONITOR_";

    /// <summary>Not settings: the file's own place, what our tests use, and what Kubernetes sets for a service named monitor.</summary>
    private static readonly string[] Foreign = ["CONFIG", "TEST_", "PORT", "SERVICE_"];

    /// <param name="file">What the file holds; <see langword="null"/> without a file.</param>
    /// <returns><see langword="null"/> when mistakes were reported to <paramref name="context"/>.</returns>
    public static MonitorSettings? Read(DefinitionNode? file, IEnumerable<KeyValuePair<string, string>> variables, ReadContext context)
    {
        var node = file is null or ScalarNode { IsNull: true } ? new MappingNode(new("monitor.yaml", 0, 0), []) : file;
        foreach (var (name, text) in variables.OrderBy(variable => variable.Key, StringComparer.Ordinal))
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal) && !Foreign.Any(foreign => name.AsSpan(Prefix.Length).StartsWith(foreign, StringComparison.Ordinal)) && node is MappingNode mapping)
            {
                node = With(mapping, name[Prefix.Length..].ToLowerInvariant().Split("__"), new ScalarNode(new(name, 0, 0), Reference(name, text), IsQuoted: false));
            }
        }

        return SettingsShape.Whole.TryRead(node, context, out var settings) ? settings : null;
    }

    /// <summary>A secret in a variable is already where a secret belongs; the file's way of naming it says so.</summary>
    private static string Reference(string name, string text) =>
        (name.EndsWith("POSTGRES", StringComparison.Ordinal) || name.EndsWith("TOKEN", StringComparison.Ordinal) || name.EndsWith("PASSWORD", StringComparison.Ordinal))
        && !text.StartsWith("${", StringComparison.Ordinal)
            ? $"${{env:{name}}}"
            : text;

    private static MappingNode With(MappingNode mapping, ReadOnlySpan<string> path, ScalarNode value)
    {
        var key = path[0];
        var old = mapping.Entries.FirstOrDefault(entry => entry.Key == key);
        DefinitionNode next = path.Length == 1 ? value : With(old?.Value as MappingNode ?? new(value.Place, []), path[1..], value);
        var entry = new MappingEntry(key, path.Length == 1 || old is null ? value.Place : old.KeyPlace, next);
        return mapping with { Entries = old is null ? mapping.Entries.Add(entry) : mapping.Entries.Replace(old, entry) };
    }
}
