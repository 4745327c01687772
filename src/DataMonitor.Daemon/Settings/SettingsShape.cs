using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.Json.Nodes;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Daemon.Settings;

/// <summary><c>monitor.yaml</c> as people write it; also its JSON Schema.</summary>
internal static class SettingsShape
{
    private static readonly Field<string> Environment = new("environment", Shapes.Identifier, "Name of this installation in series and messages, such as production.");
    private static readonly Field<string> Checks = new("checks", Shapes.Text, "Folder with sources.yaml and the datasets. Default: checks.");
    private static readonly Field<string> Alerts = new("alerts", Shapes.Text, "Folder with routes and receivers. Default: alerts.");

    private static readonly Field<string> StatePath = new("path", Shapes.Text, "SQLite file of the embedded state store. Default: .monitor/state.db.");
    private static readonly Field<Secret> StatePostgres = new(
        "postgres", Shapes.Secret, "Connection string of a PostgreSQL database for the state, as ${env:NAME} or ${file:PATH}; with it any number of daemons share the work.");

    private static readonly Field<StateSettings> State = new("state", Mapping("the section 'state'", [StatePath, StatePostgres], ReadState), "Where runs, results and incidents are kept.");

    private static readonly Field<Uri> WebUrl = new("url", Shapes.WebAddress, "Where the daemon listens, on loopback. Default: http://127.0.0.1:8080.");
    private static readonly Field<Uri> WebPublicUrl = new("public_url", Shapes.WebAddress, "Address that messages link to, when a proxy stands before the daemon.");
    private static readonly Field<WebSettings> Web = new("web", Mapping("the section 'web'", [WebUrl, WebPublicUrl], ReadWeb), "Status page, API, /metrics and job dashboard.");

    private static readonly Field<int> Workers = new("workers", Shapes.Whole(1, 200), "Runs at once in this process. Default: 8.");
    private static readonly Field<TimeSpan> Lease = new(
        "lease", Shapes.Duration(TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(10)), "A run of a process that died is taken over after this time. Default: 1m.");

    private static readonly Field<TimeSpan> Retention = new(
        "retention", Shapes.Duration(TimeSpan.FromDays(7), TimeSpan.FromDays(3650)), "How long finished runs and their results are kept. Default: 400d.");

    private static readonly Field<TimeSpan> ListEvery = new(
        "list_every", Shapes.Duration(TimeSpan.FromSeconds(10), TimeSpan.FromDays(1)), "How often sources are asked anew which tables they hold, where 'for_each' needs it. Default: 5m.");

    private static readonly Field<LimitSettings> Limits = new("limits", Mapping("the section 'limits'", [Workers, Lease, Retention, ListEvery], ReadLimits), "Bounds of this process.");

    private static readonly Field<ImmutableSortedDictionary<string, string>> Sinks = new("sinks", new SinksShape(), "Where time series are written, such as influx: {url: …, token: …}.");

    public static Shape<MonitorSettings> Whole { get; } = Mapping("monitor.yaml", [Environment, Checks, Alerts, State, Web, Limits, Sinks], values =>
        new MonitorSettings(
            values.Get(Environment, MonitorSettings.Default.Environment),
            values.Get(Checks, MonitorSettings.Default.ChecksFolder),
            values.Get(Alerts, MonitorSettings.Default.AlertsFolder),
            values.Get(State, StateSettings.Default),
            values.Get(Web, WebSettings.Default),
            values.Get(Limits, LimitSettings.Default),
            values.Get(Sinks, MonitorSettings.Default.Sinks)));

    private static StateSettings? ReadState(FieldValues values)
    {
        if (values.Has(StatePath) && values.Has(StatePostgres))
        {
            values.Context.Report(values.PlaceOf(StatePath), "The section 'state' names both a SQLite file and a PostgreSQL database.", "Keep one of 'path' and 'postgres'.");
            return null;
        }

        return new(values.Get(StatePath, StateSettings.Default.Path), values.Get(StatePostgres));
    }

    private static WebSettings? ReadWeb(FieldValues values)
    {
        var url = values.Get(WebUrl, WebSettings.Default.Url);
        if (!IsLoopback(url) || url.Scheme != Uri.UriSchemeHttp || url.AbsolutePath != "/")
        {
            values.Context.Report(
                values.PlaceOf(WebUrl),
                $"The daemon does not listen on {url.GetLeftPart(UriPartial.Path)}: whoever reaches the page sees everything, as nobody is asked for a password yet.",
                "Write http://127.0.0.1 and a port, and put a proxy that asks for a password before it.");
            return null;
        }

        return new(url, values.Get(WebPublicUrl));
    }

    private static LimitSettings ReadLimits(FieldValues values) => new(
        values.Get(Workers, LimitSettings.Default.Workers),
        values.Get(Lease, LimitSettings.Default.Lease),
        values.Get(Retention, LimitSettings.Default.Retention))
    {
        ListEvery = values.Get(ListEvery, LimitSettings.Default.ListEvery),
    };

    private static bool IsLoopback(Uri url) => url.Host == "localhost" || (IPAddress.TryParse(url.DnsSafeHost, out var address) && IPAddress.IsLoopback(address));

    private static MappingShape<T> Mapping<T>(string what, ImmutableArray<Field> fields, Func<FieldValues, T?> build)
        where T : class => new(what, fields, build);

    /// <summary>Options of the sinks, which know their own keys: carried on flat, secrets resolved, underscores of names dropped.</summary>
    private sealed class SinksShape : Shape<ImmutableSortedDictionary<string, string>>
    {
        private static readonly string[] SecretNames = ["token", "password"];

        public override bool TryRead(DefinitionNode node, ReadContext context, [MaybeNullWhen(false)] out ImmutableSortedDictionary<string, string> value)
        {
            var flat = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
            var before = context.Errors.Count;
            Flatten(node, "", flat, context);
            value = context.Errors.Count == before ? flat.ToImmutable() : null;
            return value is not null;
        }

        public override JsonObject ToSchema() => new() { ["type"] = "object" };

        private static void Flatten(DefinitionNode node, string path, ImmutableSortedDictionary<string, string>.Builder flat, ReadContext context)
        {
            switch (node)
            {
                case MappingNode mapping:
                    foreach (var entry in mapping.Entries)
                    {
                        Flatten(entry.Value, Below(path, entry.Key.Replace("_", "", StringComparison.Ordinal)), flat, context);
                    }

                    break;
                case SequenceNode sequence:
                    for (var index = 0; index < sequence.Items.Length; index++)
                    {
                        Flatten(sequence.Items[index], Below(path, index.ToString(System.Globalization.CultureInfo.InvariantCulture)), flat, context);
                    }

                    break;
                case ScalarNode { IsNull: false } scalar when path.Length > 0:
                    var isSecret = scalar.Text.StartsWith("${", StringComparison.Ordinal) || SecretNames.Contains(path[(path.LastIndexOf(':') + 1)..], StringComparer.OrdinalIgnoreCase);
                    if (!isSecret)
                    {
                        flat[path] = scalar.Text;
                    }
                    else if (Shapes.Secret.TryRead(scalar, context, out var secret))
                    {
                        flat[path] = secret.Reveal();
                    }

                    break;
                default:
                    context.Report(node.Place, path.Length == 0 ? "The section 'sinks' is not a mapping." : $"'{path}' has no value.", "Write the name of a sink and below it its keys, or take the line out.");
                    break;
            }
        }

        private static string Below(string path, string name) => path.Length == 0 ? name : $"{path}:{name}";
    }
}
