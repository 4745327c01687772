namespace DataMonitor.Adapters.Interchange.Dbt;

/// <summary>Why keys that dbt knows have no place in a definition.</summary>
internal static class DbtReasons
{
    private static readonly LeftOutReason Building = new("It says how dbt builds, stores or documents, and demands nothing of the data.", "Leave it with dbt.");
    private static readonly LeftOutReason NotChecked = new("Nothing of this kind is watched.", "Leave it with dbt.");

    public static IReadOnlyDictionary<string, LeftOutReason> File { get; } = All(NotChecked, "exposures", "metrics", "semantic_models", "macros", "groups", "analyses", "unit_tests", "saved_queries", "functions");

    public static IReadOnlyDictionary<string, LeftOutReason> Resource { get; } = new Dictionary<string, LeftOutReason>(
        All(Building, "docs", "access", "group", "latest_version", "deprecation_date", "time_spine", "loader", "quoting", "external", "overrides", "meta", "primary_entity"), StringComparer.Ordinal)
    {
        ["constraints"] = new("Constraints are kept by the database, or by nobody.", "Write 'missing', 'unique' or 'exists_in' where nobody keeps them."),
        ["versions"] = new("Each version is a table of its own.", "Import again with one model for each version."),
        ["database"] = new("The source's own entry names the database.", "Write it in sources.yaml."),
        ["loaded_at_query"] = new("The age of data is read from a column here.", "Write 'freshness: {column: …, expect: \"<= 26h\"}'."),
    };

    public static IReadOnlyDictionary<string, LeftOutReason> Config { get; } = new Dictionary<string, LeftOutReason>(
        All(Building, "materialized", "schema", "database", "docs", "meta", "group", "access", "grants", "persist_docs", "full_refresh", "unique_key", "strategy", "on_schema_change", "contract", "incremental_strategy", "event_time"), StringComparer.Ordinal)
    {
        ["schema"] = new("dbt puts the schema of its target in front, which the file does not say.", "Name the schema with --schema."),
        ["loaded_at_query"] = Resource["loaded_at_query"],
    };

    public static IReadOnlyDictionary<string, LeftOutReason> Column { get; } = new Dictionary<string, LeftOutReason>(
        All(Building, "meta", "docs", "quote", "policy_tags", "granularity", "config"), StringComparer.Ordinal)
    {
        ["data_type"] = new("dbt compares types only where a contract is enforced.", "Write the type under 'schema: {required: …}'."),
        ["constraints"] = Resource["constraints"],
        ["tags"] = new("Tags belong to datasets here, not to columns.", "Write the tag under 'tags:' of the dataset."),
    };

    public static IReadOnlyDictionary<string, LeftOutReason> Test { get; } = All(
        new("It says how dbt keeps or names the failures.", "Nothing needs to be done; Monitor counts bad rows at the source."),
        "limit", "store_failures", "store_failures_as", "alias", "schema", "database", "tags", "meta", "description", "quote_columns", "quote_values");

    private static Dictionary<string, LeftOutReason> All(LeftOutReason reason, params string[] keys) => keys.ToDictionary(key => key, _ => reason, StringComparer.Ordinal);
}
