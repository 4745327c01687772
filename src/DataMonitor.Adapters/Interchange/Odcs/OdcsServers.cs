using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange.Odcs;

/// <summary>Servers belong into sources.yaml, with rights and passwords that no contract holds: the report says what to write there.</summary>
internal static class OdcsServers
{
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["postgres"] = "postgres",
        ["postgresql"] = "postgres",
        ["cloudsql"] = "postgres",
        ["redshift"] = "postgres",
        ["local"] = "files",
        ["duckdb"] = "files",
    };

    public static void Read(Intake root, ImportSession session)
    {
        foreach (var server in root.Maps("servers"))
        {
            var type = server.Text("type") ?? "";
            server.Abandon(
                "Where data lies stands in sources.yaml, with the rights to read it.",
                Kinds.TryGetValue(type, out var kind)
                    ? $"Write there: {Suggestion(session.Options.Source, kind, server.Node)}"
                    : $"Add a source '{session.Options.Source}' there; 'monitor schema sources' shows the kinds.");
        }
    }

    private static string Suggestion(string source, string kind, MappingNode server)
    {
        (string Key, string From)[] keys = kind == "files" ? [("root", "path")] : [("host", "host"), ("port", "port"), ("database", "database")];
        var known = keys.Select(key => (key.Key, Value: server.Find(key.From) as ScalarNode)).Where(key => key.Value is { IsNull: false })
            .Select(key => $"{key.Key}: {Sentences.Quoted(key.Value!.Text)}");
        return $"{source}: {{{string.Join(", ", [$"kind: {kind}", .. known])}}}";
    }
}
