using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataMonitor.Adapters.Channels;
using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Daemon.Settings;

namespace DataMonitor.Daemon.Commands;

/// <summary><c>monitor schema</c>: what editors need to complete and to underline.</summary>
internal static class SchemaCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Argument<string> Kind = new Argument<string>("kind") { HelpName = "kind", Description = "checks (a dataset's file), sources (sources.yaml), alerts (a file of the alerts folder) or config (monitor.yaml)." }
        .AcceptOnlyFromAmong("checks", "sources", "alerts", "config");

    public static DocumentedCommand Create()
    {
        var command = new Command("schema", "Print the JSON Schema of a kind of file, for editors.") { Kind };
        command.SetAction(arguments => arguments.InvocationConfiguration.Output.Write(SchemaOf(arguments.GetValue(Kind)!).ToJsonString(Indented) + "\n"));
        return new(command, """
            monitor schema checks > schema/dataset.schema.json
            # then, as the first line of a dataset's file:
            # yaml-language-server: $schema=../schema/dataset.schema.json
            """);
    }

    private static JsonObject SchemaOf(string kind) => kind switch
    {
        "checks" => DefinitionSchemas.Checks(CheckKinds.All),
        "sources" => DefinitionSchemas.Sources([.. SourceKinds.All]),
        "alerts" => DefinitionSchemas.Alerts(ChannelKinds.All),
        _ => SettingsShape.Whole.ToSchema(),
    };
}
