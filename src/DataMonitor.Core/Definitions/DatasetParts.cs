namespace DataMonitor.Core.Definitions;

/// <summary>The smaller blocks of a dataset.</summary>
internal static class DatasetParts
{
    private const int MostAges = 10;

    private static readonly Field<string> Column = new("column", Shapes.Column, "Timestamp or date column that places a row.", isRequired: true);
    private static readonly Field<PartitionSpan> By = new("by", Shapes.OneOf<PartitionSpan>(), "Length of a partition: hour, day, week or month.", isRequired: true);
    private static readonly Field<TimeSpan> ReadyAfter = new("ready_after", Shapes.Duration(TimeSpan.Zero, TimeSpan.FromDays(31)), "How long after its end a partition is complete: 3h; at once when left out.");
    private static readonly Field<ValueList<TimeSpan>> Recheck = new("recheck", Shapes.ListOf(Shapes.Duration(TimeSpan.FromHours(1), TimeSpan.FromDays(366))), "How long after it closed a partition is measured again, because rows come late: [1d, 2d, 7d].");
    private static readonly Field<TimeSpan> Timeout = new("timeout", Shapes.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)), "Limit of one statement: 5m, which is the default.");
    private static readonly Field<int> FireAfter = new("fire_after", Shapes.Whole(1, 100), "Bad results in a row that open an incident; 1 when left out.");
    private static readonly Field<int> ClearAfter = new("clear_after", Shapes.Whole(1, 100), "Good results in a row that resolve it; 1 when left out.");
    private static readonly Field<Severity> Level = new("severity", Shapes.OneOf<Severity>(), "How loudly its incidents are told: info, minor, major or critical.");

    public static Shape<Partition> PartitionShape { get; } = new MappingShape<Partition>(
        "a partition",
        [Column, By, ReadyAfter, Recheck],
        ReadPartition);

    public static Shape<DatasetLimits> LimitsShape { get; } = new MappingShape<DatasetLimits>(
        "the limits",
        [Timeout, .. BudgetFields.All],
        values => new(values.Get(Timeout, DatasetLimits.Default.Timeout)) { Budget = BudgetFields.Of(values) });

    public static Shape<AlertRules> AlertsShape { get; } = new MappingShape<AlertRules>(
        "the alerts block",
        [FireAfter, ClearAfter, Level],
        values => new(values.Get(FireAfter, 1), values.Get(ClearAfter, 1), values.Has(Level) ? values.Get(Level) : null));

    private static Partition? ReadPartition(FieldValues values)
    {
        var ages = values.Get(Recheck, []);
        if (ages.Count > MostAges)
        {
            values.Context.Report(values.PlaceOf(Recheck), $"'recheck' has {ages.Count} ages.", $"Write at most {MostAges}: each costs a scan with every run.");
            return null;
        }

        return new(values.Get(Column)!, values.Get(By), values.Get(ReadyAfter)) { Recheck = ages };
    }

    /// <returns>What the name means; <see langword="null"/> when a mistake was reported.</returns>
    public static DatasetObject? ObjectOf(string name, string? query, Place place, ReadContext context)
    {
        if (name.Split('/', 2) is not [{ Length: > 0 } source, { Length: > 0 } rest] || name.Length > DatasetNames.Longest || name.Any(char.IsControl))
        {
            context.Report(place, $"{Sentences.Quoted(name)} is not the name of a dataset.", "Write source and object, such as warehouse/crm.customers, at most 200 characters.");
            return null;
        }

        if (context.Sources is { } sources && !sources.ContainsKey(source))
        {
            context.Report(place, $"There is no source {Sentences.Quoted(source)}.", DatasetNames.SuggestSource(source, sources));
            return null;
        }

        if (query is not null)
        {
            return new QueryObject(query);
        }

        var form = context.Sources?[source] ?? (rest.AsSpan().ContainsAny("/*") ? ObjectForm.Files : ObjectForm.Table);
        var target = DatasetNames.ParseObject(rest, form, out var problem);
        if (target is null)
        {
            context.Report(place, problem, form == ObjectForm.Files
                ? "Write a path or pattern with '/' and without '..', such as lake/scores/dt=*/*.parquet."
                : "Write schema and table as the source spells them, such as warehouse/crm.customers; parts with dots or blanks go in double quotes.");
        }

        return target;
    }
}
