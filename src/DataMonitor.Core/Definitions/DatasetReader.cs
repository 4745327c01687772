using System.Collections.Immutable;
using System.Text.Json.Nodes;
using DataMonitor.Core.Calendars;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Samples;

namespace DataMonitor.Core.Definitions;

/// <summary>Reads one dataset: everything that may stand in a file below <c>checks/</c>.</summary>
public sealed class DatasetReader
{
    private static readonly Field<string> Name = new("dataset", Shapes.Text, "Source and object: warehouse/crm.customers, lake/scores/*.parquet, or a free name after the slash when 'query' is given.", isRequired: true);
    private static readonly Field<ForEach> Each = new(ForEachKey, new ForEachShape(), "Every table that matches, in place of 'dataset': {source: warehouse, match: [\"fact_*\"]}.");
    private static readonly Field<string> Query = new("query", Shapes.Text, "One SELECT that is watched in place of a table.");
    private static readonly Field<string> Owner = new("owner", Shapes.Identifier, "The team that is told: crm-analytics.", isRequired: true);
    private static readonly Field<Tier> Importance = new("tier", Shapes.OneOf<Tier>(), "How much hangs on it: critical, high, normal (the default) or low.");
    private static readonly Field<ValueList<string>> Tags = new("tags", Shapes.ListOf(Shapes.Identifier), "Words to select and route by: [gold, customer-facing].");
    private static readonly Field<string> Description = new("description", Shapes.Text, "What it is and who needs it, for the people who are told.");
    private static readonly Field<Uri> Runbook = new("runbook", Shapes.WebAddress, "Address of the page that says what to do.");
    private static readonly Field<Schedule> When = new("schedule", ScheduleReader.Shape, "When it is checked; without it only on demand.");
    private static readonly Field<Partition> Slice = new("partition", DatasetParts.PartitionShape, "Which rows belong to one run: {column: created_at, by: day}.");
    private static readonly Field<string> Where = new("where", Shapes.Text, "SQL condition that every statement carries.");
    private static readonly Field<ValueList<Named<string>>> Vars = new("vars", new VariablesShape(), "Values for ${name} in this file: {min_customers: 40000}.");
    private static readonly Field<DatasetLimits> Limits = new("limits", DatasetParts.LimitsShape, "How much a run may cost the source.");
    private static readonly Field<AlertRules> Alerts = new("alerts", DatasetParts.AlertsShape, "When an incident opens and closes.");

    private static readonly Field<SampleRules> Samples = new("samples", SampleRules.Shape, "Keep some rows that fail a check, masked, for 'monitor samples': {keys: [customer_id]}. Off when left out.");

    private const string ForEachKey = "for_each";

    private readonly CheckReader checks;
    private readonly ImmutableArray<Field> fields;
    private readonly TemplateReader templates;
    private readonly Field<ValueList<Check>>? schema;
    private readonly Field<ValueList<Check>> ownChecks;
    private readonly Field<ValueList<Check>> columnChecks;

    public DatasetReader(ImmutableArray<CheckKind> kinds)
    {
        checks = new(kinds);
        schema = checks.Find("schema") is { } shape ? new("schema", new SchemaBlockShape(shape), shape.Kind.Summary) : null;
        ownChecks = new("checks", new CheckListShape(checks), "Checks on the dataset as a whole.");
        columnChecks = new("columns", new ColumnChecksShape(checks), "Checks by column.");
        Field?[] all = [Name, Each, Query, TemplateSet.Uses, Owner, Importance, Tags, Description, Runbook, When, Slice, Where, Vars, Limits, Samples, schema, ownChecks, columnChecks, Alerts];
        fields = [.. all.OfType<Field>()];
        templates = new(fields.Where(field => field != Name && field != Each && field != Query && field != TemplateSet.Uses));
    }

    internal TemplateReader Templates => templates;

    /// <summary>Reads a file that defines a dataset; mistakes go to <paramref name="context"/>.</summary>
    /// <returns>What could be read, even where the whole is not valid.</returns>
    public DatasetReading Read(DefinitionNode node, ReadContext context)
    {
        if (node is not MappingNode mapping)
        {
            new MappingShape<Dataset>("a dataset", fields, Build).TryRead(node, context, out _);
            return new(null, null, [], []);
        }

        var (named, each) = Named(mapping, context);
        var name = named.Entries.FirstOrDefault(entry => entry.Key == Name.Name)?.Value as ScalarNode;
        var isWhole = context.Templates.TryApply(named, context, out var merged, out var used) && named.Entries.All(entry => entry.Key != ForEachKey);
        var inside = context.With(ReadVariables(merged, context), name?.Text.Split('/', 2)[0]);
        var rest = merged with { Entries = merged.Entries.RemoveAll(entry => entry.Key is "vars" or ForEachKey) };
        Dataset? dataset = null;
        if (isWhole)
        {
            new MappingShape<Dataset>("a dataset", fields, Build).TryRead(rest, inside, out dataset);
        }
        else
        {
            FieldValues.TryRead(rest, "a dataset", fields, inside, out _, isPart: true);
        }

        dataset = dataset is null ? null : dataset with { Templates = used.ToValueList() };
        var upstream = UpstreamOf(merged);
        return each is null ? new(dataset, name, upstream, used) : new(null, null, upstream, used)
        {
            Pattern = dataset is null ? null : new(each.Source, each.Match, each.Except, dataset),
        };
    }

    /// <returns>The definition with a name: where it stands for many tables one that stands in for theirs. One whose block cannot be read keeps it.</returns>
    private static (MappingNode Named, ForEach? Each) Named(MappingNode mapping, ReadContext context)
    {
        if (mapping.Entries.FirstOrDefault(entry => entry.Key == ForEachKey) is not { } block)
        {
            return (mapping, null);
        }

        var before = context.Errors.Count;
        foreach (var beside in mapping.Entries.Where(entry => entry.Key is "dataset" or "query"))
        {
            context.Report(beside.KeyPlace, $"'{beside.Key}' stands beside '{ForEachKey}'.", "Keep one of the two: a definition names one dataset or stands for many tables.");
        }

        context.Key = ForEachKey;
        var isRead = Each.TryRead(block.Value, context, out var read);
        context.Key = "";
        if (!isRead || context.Errors.Count > before)
        {
            return (mapping, null);
        }

        var each = (ForEach)read!;
        var standIn = new MappingEntry(Name.Name, block.KeyPlace, new ScalarNode(block.KeyPlace, each.StandIn, IsQuoted: true));
        return (mapping with { Entries = mapping.Entries.Replace(block, standIn) }, each);
    }

    /// <returns>The schema of a file below <c>checks/</c>, whichever of its kinds it is.</returns>
    public JsonObject ToSchema()
    {
        var dataset = Schemas.Mapping(fields);
        dataset.Remove("required");
        dataset["allOf"] = new JsonArray(
            Schemas.HasOneOf(Name.Name, ForEachKey),
            Schemas.HasOneOf(Owner.Name, TemplateSet.UsesKey)); // a template may say whose it is
        return new()
        {
            ["type"] = "object",
            ["anyOf"] = new JsonArray(dataset, templates.ToSchema(), CalendarReader.ToSchema()),
            ["$defs"] = checks.Definitions(),
        };
    }

    private static ImmutableDictionary<string, string> ReadVariables(DefinitionNode node, ReadContext context)
    {
        var values = ImmutableDictionary<string, string>.Empty;
        if ((node as MappingNode)?.Entries.FirstOrDefault(entry => entry.Key == Vars.Name) is { } entry)
        {
            context.Key = entry.Key;
            if (Vars.TryRead(entry.Value, context, out var read))
            {
                values = ((ValueList<Named<string>>)read!).ToImmutableDictionary(item => item.Name, item => item.Value, StringComparer.Ordinal);
            }

            context.Key = "";
        }

        return values;
    }

    private static ImmutableArray<ScalarNode> UpstreamOf(DefinitionNode node)
    {
        var schedule = (node as MappingNode)?.Entries.FirstOrDefault(entry => entry.Key == When.Name)?.Value as MappingNode;
        return schedule?.Entries.FirstOrDefault(entry => entry.Key == ScheduleReader.AfterKey)?.Value switch
        {
            ScalarNode { IsNull: false } only => [only],
            SequenceNode list => [.. list.Items.OfType<ScalarNode>()],
            _ => [],
        };
    }

    private Dataset? Build(FieldValues values)
    {
        var name = values.Get(Name)!;
        if (DatasetParts.ObjectOf(name, values.Get(Query), values.PlaceOf(Name), values.Context) is not { } target)
        {
            return null;
        }

        var all = new[] { schema, ownChecks, columnChecks }.OfType<Field<ValueList<Check>>>().SelectMany(field => values.Get(field, [])).ToValueList();
        if (HasEqualIds(all, values.Context))
        {
            return null;
        }

        if (all.Count == 0)
        {
            values.Context.Report(values.Place, $"Dataset '{name}' has no check.", "Add 'checks:' or 'columns:' with at least one, such as '- volume: \">= 1 rows\"'.");
            return null;
        }

        var schedule = values.Get(When);
        var dataset = new Dataset(
            name,
            name.Split('/', 2)[0],
            target,
            values.Get(Owner)!,
            values.Get(Importance, Tier.Normal),
            values.Get(Tags, []),
            values.Get(Description),
            values.Get(Runbook),
            schedule,
            values.Get(Slice),
            values.Get(Where),
            schedule?.TimeZone ?? "UTC",
            values.Get(Limits, DatasetLimits.Default),
            values.Get(Alerts, AlertRules.Default),
            all,
            values.Place) { Samples = values.Get(Samples) };
        PartitionLint.Look(dataset, values.Context);
        return dataset;
    }

    private static bool HasEqualIds(ValueList<Check> checks, ReadContext context)
    {
        var twins = checks.GroupBy(check => check.Header.Id, StringComparer.Ordinal).Where(group => group.Skip(1).Any()).ToArray();
        foreach (var group in twins)
        {
            foreach (var twin in group.Skip(1))
            {
                context.Report(
                    twin.Header.Definition,
                    $"Two checks have the id '{twin.Header.Id}'; the other stands in {PlaceBeside(group.First().Header.Definition, twin.Header.Definition)}.",
                    $"Give this one a name of its own, such as id: {twin.Header.Id}-2.");
            }
        }

        return twins.Length > 0;
    }

    private static string PlaceBeside(Place place, Place reader) => place.File == reader.File ? $"line {place.Line}" : $"{place.File}:{place.Line}";
}

/// <param name="Dataset"><see langword="null"/> when a mistake was reported.</param>
/// <param name="Name">As written, for checks across files.</param>
/// <param name="Upstream">The names under <c>schedule.after</c>.</param>
/// <param name="Templates">Names of the templates it uses.</param>
public sealed record DatasetReading(Dataset? Dataset, ScalarNode? Name, ImmutableArray<ScalarNode> Upstream, ImmutableArray<string> Templates)
{
    /// <summary>What it stands for, where that is many tables; then there is no <see cref="Dataset"/>.</summary>
    public DatasetPattern? Pattern { get; init; }
}
