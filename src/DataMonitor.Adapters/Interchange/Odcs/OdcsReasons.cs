namespace DataMonitor.Adapters.Interchange.Odcs;

/// <summary>Why keys that the standard knows have no place in a definition.</summary>
internal static class OdcsReasons
{
    private const string Keep = "Keep it in the contract or the catalog.";

    private static readonly LeftOutReason Documentation = new("It describes, and demands nothing that could be measured.", Keep);
    private static readonly LeftOutReason Links = new("Monitor keeps one link, to the page that says what to do.", "Write that address under 'runbook:'.");
    private static readonly LeftOutReason Custom = new("What a custom property means is agreed between its users only.", "Write a check where it demands something of the data.");
    private static readonly LeftOutReason Nested = new("Fields inside a column cannot be checked one by one.", "Watch a query or view that brings them into columns of their own.");

    public static IReadOnlyDictionary<string, LeftOutReason> Contract { get; } = new Dictionary<string, LeftOutReason>(StringComparer.Ordinal)
    {
        ["support"] = new("Who is told stands in alerts/, not with the dataset.", "Add a receiver in alerts/ and route the owner to it."),
        ["price"] = Documentation,
        ["roles"] = new("Monitor reads data; it grants no access.", Keep),
        ["authoritativeDefinitions"] = Links,
        ["customProperties"] = Custom,
    };

    public static IReadOnlyDictionary<string, LeftOutReason> Object { get; } = new Dictionary<string, LeftOutReason>(StringComparer.Ordinal)
    {
        ["authoritativeDefinitions"] = Links,
        ["customProperties"] = Custom,
        ["logicalType"] = Documentation,
    };

    public static IReadOnlyDictionary<string, LeftOutReason> Property { get; } = new Dictionary<string, LeftOutReason>(StringComparer.Ordinal)
    {
        ["authoritativeDefinitions"] = Links,
        ["customProperties"] = Custom,
        ["tags"] = new("Tags belong to datasets here, not to columns.", "Write the tag under 'tags:' of the dataset where it holds for all of it."),
        ["classification"] = new("It says who may see the column, which rights in the source must keep.", Keep),
        ["encryptedName"] = Documentation,
        ["transformSourceObjects"] = new("Where data comes from is lineage, which is not measured.", "Write datasets that must have run first under 'schedule: {after: […]}'."),
        ["transformLogic"] = Documentation,
        ["transformDescription"] = Documentation,
        ["examples"] = Documentation,
        ["criticalDataElement"] = new("How much hangs on data is said of a dataset or a check.", "Write 'tier:' at the dataset or 'severity:' at its checks."),
        ["properties"] = Nested,
        ["items"] = Nested,
    };

    public static IReadOnlyDictionary<string, LeftOutReason> Options { get; } = new Dictionary<string, LeftOutReason>(StringComparer.Ordinal)
    {
        ["format"] = new("It says how values are stored or shown.", "Write 'invalid: {format: …}' or 'invalid: {regex: …}' where texts must have a form."),
        ["multipleOf"] = new("There is no rule for multiples.", "Write a check such as 'rows: {where_bad: \"amount % 5 <> 0\"}'."),
        ["minimum"] = new("A bound that is no number is not a rule of 'invalid'.", "Write a check such as 'rows: {where_bad: \"day < DATE '2020-01-01'\"}'."),
        ["maximum"] = new("A bound that is no number is not a rule of 'invalid'.", "Write a check such as 'rows: {where_bad: \"day > DATE '2030-01-01'\"}'."),
        ["exclusiveMinimum"] = new("A bound that is no number is not a rule of 'range'.", "Write a check such as 'rows: {where_bad: \"day <= DATE '2020-01-01'\"}'."),
        ["exclusiveMaximum"] = new("A bound that is no number is not a rule of 'range'.", "Write a check such as 'rows: {where_bad: \"day >= DATE '2030-01-01'\"}'."),
        ["timezone"] = new("Whether a timestamp carries a zone is its type in the source.", "Write 'timezone:' under 'schedule:' for those without one."),
        ["defaultTimezone"] = new("The zone is one for the dataset.", "Write it as 'timezone:' under 'schedule:'."),
        ["maxProperties"] = Nested,
        ["minProperties"] = Nested,
        ["required"] = Nested,
        ["maxItems"] = Nested,
        ["minItems"] = Nested,
        ["uniqueItems"] = Nested,
    };

    public static IReadOnlyDictionary<string, LeftOutReason> Rule { get; } = new Dictionary<string, LeftOutReason>(StringComparer.Ordinal)
    {
        ["authoritativeDefinitions"] = Links,
        ["customProperties"] = Custom,
        ["businessImpact"] = new("A check says how loudly it is told, not what it costs.", "Write it into 'description:' of the dataset, or choose 'severity:'."),
        ["method"] = Documentation,
        ["tags"] = new("Tags belong to datasets here, not to checks.", "Write the tag under 'tags:' of the dataset where it holds for all of it."),
        ["arguments"] = new("This metric takes no arguments.", "Leave them out of the contract."),
        ["query"] = new("Only rules of type 'sql' have a query.", "Write 'type: sql' in the contract."),
        ["engine"] = new("Only rules of type 'custom' have an engine.", "Write 'type: custom' in the contract."),
        ["implementation"] = new("Only rules of type 'custom' have an implementation.", "Write 'type: custom' in the contract."),
        ["unit"] = new("This rule knows no such unit.", "Write 'rows' or 'percent'."),
    };

    public static IReadOnlyDictionary<string, LeftOutReason> Agreement { get; } = new Dictionary<string, LeftOutReason>(StringComparer.Ordinal)
    {
        ["driver"] = Documentation,
        ["description"] = Documentation,
        ["valueExt"] = new("The property needs no second value here.", Keep),
        ["unit"] = new("The property needs no unit here.", Keep),
    };

    public static IReadOnlyDictionary<string, LeftOutReason> None { get; } = new Dictionary<string, LeftOutReason>(StringComparer.Ordinal);

    /// <summary>By names in lower case, synonyms included.</summary>
    public static IReadOnlyDictionary<string, LeftOutReason> AgreementProperties { get; } = Agreements();

    private static Dictionary<string, LeftOutReason> Agreements()
    {
        var lifetime = new LeftOutReason("The life of a contract is not measured.", Keep);
        var uptime = new LeftOutReason("Availability and errors of a service are not properties of its data.", "Watch the service itself; 'source down' alerts tell when a source does not answer.");
        var process = new LeftOutReason("It is a promise about people, not about data.", "Follow it with incidents: 'monitor' shows when each was opened, told and resolved.");
        var deadline = new LeftOutReason("A time of day needs an IANA zone here, not an offset.", "Write 'arrival: {by: \"09:00\"}' and 'schedule: {timezone: America/Los_Angeles, …}'.");
        return new(StringComparer.Ordinal)
        {
            ["availability"] = uptime,
            ["av"] = uptime,
            ["throughput"] = uptime,
            ["th"] = uptime,
            ["errorrate"] = uptime,
            ["er"] = uptime,
            ["generalavailability"] = lifetime,
            ["ga"] = lifetime,
            ["endofsupport"] = lifetime,
            ["es"] = lifetime,
            ["endoflife"] = lifetime,
            ["el"] = lifetime,
            ["frequency"] = new("How often data is brought is not when it is checked.", "Write 'freshness:' with the longest time between two deliveries, and 'schedule:'."),
            ["fy"] = new("How often data is brought is not when it is checked.", "Write 'freshness:' with the longest time between two deliveries, and 'schedule:'."),
            ["timeofavailability"] = deadline,
            ["timetodetect"] = process,
            ["td"] = process,
            ["timetonotify"] = process,
            ["tn"] = process,
            ["timetorepair"] = process,
            ["tr"] = process,
        };
    }
}
