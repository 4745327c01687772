using System.Collections.Immutable;
using System.Text.Json.Nodes;
using DataMonitor.Core.Alerting;
using DataMonitor.Core.Checks;

namespace DataMonitor.Core.Definitions;

/// <summary>JSON Schemas (draft 2020-12) for editors, made by the same objects that read the files.</summary>
public static class DefinitionSchemas
{
    /// <summary>A file below <c>checks/</c>: one dataset, a template for many, or a calendar.</summary>
    public static JsonObject Checks(ImmutableArray<CheckKind> kinds) => Titled("A dataset and its checks, a template or a calendar", new DatasetReader(kinds).ToSchema());

    /// <summary>The file <c>checks/sources.yaml</c>.</summary>
    public static JsonObject Sources(ImmutableArray<SourceKind> kinds) => Titled("Sources of data", new SourcesReader(kinds).ToSchema());

    /// <summary>A file in <c>alerts/</c>.</summary>
    public static JsonObject Alerts(ImmutableArray<ChannelKind> kinds) => Titled("Routes and receivers of alerts", new AlertsReader(kinds).ToSchema());

    private static JsonObject Titled(string title, JsonObject schema)
    {
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", title);
        return schema;
    }
}
