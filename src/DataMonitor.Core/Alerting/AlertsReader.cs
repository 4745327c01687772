using System.Collections.Immutable;
using System.Text.Json.Nodes;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Alerting;

/// <summary>Reads files of routes and receivers, with Alertmanager's key names; several files add up to one configuration.</summary>
internal sealed class AlertsReader
{
    private static readonly Field<ValueList<Matcher>> Matchers = new("matchers", Shapes.ListOf(new MatcherShape()), "Conditions that must all hold: ['owner=\"crm\"', 'tier=~\"critical|high\"']; without any it takes everything.");
    private static readonly Field<string> RouteReceiver = new("receiver", Shapes.Identifier, "Name of the receiver that is told.", isRequired: true);
    private static readonly Field<bool> Continue = new("continue", Shapes.Flag, "Go on to later routes after this one matched; false when left out.");
    private static readonly Field<string> DefaultReceiver = new("receiver", Shapes.Identifier, "Name of the receiver that takes what no route takes.", isRequired: true);
    private static readonly Field<ValueList<AlertRoute>> Routes = new("routes", Shapes.ListOf(new MappingShape<AlertRoute>("a route", [Matchers, RouteReceiver, Continue], BuildRoute)), "Tried in order; the first that matches takes it.");
    private static readonly Field<RouteBlock> Root = new("route", new MappingShape<RouteBlock>("the route", [DefaultReceiver, Routes], BuildRoot), "Who is told: {receiver: NAME, routes: [...]}. One file of all has it.");
    private static readonly Field<string> ReceiverName = new("name", Shapes.Identifier, "Name that routes use, unique over all files.", isRequired: true);
    private static readonly Field<bool> SendResolved = new("send_resolved", Shapes.Flag, "Tell also when it is over; true when left out.");

    private readonly ImmutableArray<(ChannelKind Kind, Field<ValueList<FieldValues>> Field)> channels;
    private readonly Field<ValueList<ReceiverDefinition>> receivers;
    private readonly MappingShape<AlertsFile> whole;

    public AlertsReader(ImmutableArray<ChannelKind> kinds)
    {
        channels = [.. kinds.Select(kind => (kind, new Field<ValueList<FieldValues>>(
            kind.Key,
            Shapes.ListOf(new MappingShape<FieldValues>($"'{kind.Key}'", [.. kind.Fields, SendResolved], values => values)),
            kind.Summary)))];
        receivers = new(
            "receivers",
            Shapes.ListOf(new MappingShape<ReceiverDefinition>("a receiver", [ReceiverName, .. channels.Select(channel => channel.Field)], BuildReceiver)),
            "Whom routes can tell, each with its channels.");
        whole = new("a file of alerts", [Root, receivers], values => new(values.Get(Root), values.Get(receivers, [])));
    }

    public JsonObject ToSchema() => whole.ToSchema();

    /// <param name="isWhole">Whether every file of alerts could be parsed; otherwise nothing is said about what may stand in the others.</param>
    public AlertConfiguration Read(IReadOnlyCollection<DefinitionNode> files, bool isWhole, ReadContext context)
    {
        var before = context.Errors.Count;
        var read = new List<AlertsFile>();
        foreach (var node in files)
        {
            if (node is MappingNode { Entries: [{ Key: "groups", KeyPlace: var place }] })
            {
                context.Report(place, "This is a file of Prometheus rules.", "Keep such files in a folder below, such as alerts/prometheus.");
            }
            else if (whole.TryRead(node, context, out var file))
            {
                read.Add(file);
            }
        }

        return isWhole && context.Errors.Count == before ? Combine(read, context) : AlertConfiguration.Nothing;
    }

    private static AlertConfiguration Combine(List<AlertsFile> files, ReadContext context)
    {
        var routes = files.Select(file => file.Route).OfType<RouteBlock>().ToArray();
        var all = files.SelectMany(file => file.Receivers).ToArray();
        foreach (var second in routes.Skip(1))
        {
            context.Report(second.Definition, $"There is a second 'route'; the first stands in {routes[0].Definition}.", "Keep one and add the routes of the other to its 'routes:'.");
        }

        foreach (var twins in all.GroupBy(receiver => receiver.Name, StringComparer.Ordinal))
        {
            foreach (var twin in twins.Skip(1))
            {
                context.Report(twin.Definition, $"There are two receivers '{twin.Name}'; the first stands in {twins.First().Definition}.", "Give each a name of its own, or put the channels of both into one.");
            }
        }

        if (routes is [])
        {
            if (all is [var lone, ..])
            {
                context.Report(lone.Definition, "There are receivers but no 'route', so nobody would be told.", $"Add for instance: route: {{receiver: {lone.Name}}}.");
            }

            return AlertConfiguration.Nothing;
        }

        foreach (var (name, place) in routes.SelectMany(route => route.Routes.Select(each => (each.Receiver, each.Definition)).Prepend((route.Receiver, route.Definition))))
        {
            if (all.All(receiver => receiver.Name != name))
            {
                context.Report(place, $"There is no receiver '{name}'.", all is [] ? "Define it under 'receivers:'." : Sentences.Suggest(name, all.Select(receiver => receiver.Name)));
            }
        }

        return new(routes[0].Receiver, routes[0].Routes, all.ToValueList());
    }

    private static AlertRoute BuildRoute(FieldValues values) => new(values.Get(Matchers, []), values.Get(RouteReceiver)!, values.Get(Continue), values.PlaceOf(RouteReceiver));

    private static RouteBlock BuildRoot(FieldValues values) => new(values.Get(DefaultReceiver)!, values.Get(Routes, []), values.PlaceOf(DefaultReceiver));

    private ReceiverDefinition? BuildReceiver(FieldValues values)
    {
        var name = values.Get(ReceiverName)!;
        var built = new List<ChannelDefinition?>();
        foreach (var (kind, field) in channels)
        {
            var shortName = kind.Key.EndsWith("_configs", StringComparison.Ordinal) ? kind.Key[..^"_configs".Length] : kind.Key;
            built.AddRange(values.Get(field, []).Select((settings, index) =>
                kind.Read(new(name, $"{shortName}[{index}]", shortName, settings.Get(SendResolved, true), settings.Place), settings)));
        }

        return built.TrueForAll(channel => channel is not null) ? new(name, built.OfType<ChannelDefinition>().ToValueList(), values.PlaceOf(ReceiverName)) : null;
    }

    private sealed record RouteBlock(string Receiver, ValueList<AlertRoute> Routes, Place Definition);

    private sealed record AlertsFile(RouteBlock? Route, ValueList<ReceiverDefinition> Receivers);
}
