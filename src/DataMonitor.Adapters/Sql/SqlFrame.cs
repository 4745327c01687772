using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Sql;

/// <summary>The rows that a statement reads: the dataset's object, its partition where the scope asks for it, and its own filter.</summary>
/// <param name="Groups">Answers are wanted by group; <see langword="null"/> for all rows together.</param>
internal sealed record SqlFrame(ScanPlan Plan, CheckScope Scope, SegmentGroups? Groups = null)
{
    /// <summary>All columns of the relation, where the engine must be told them to compare whole rows.</summary>
    public ValueList<string> KeyColumns { get; init; } = [];

    public DatasetObject Relation => Plan.Dataset.Object;

    /// <summary>As people know it: <c>shop.customers</c>.</summary>
    public string RelationName => NameOf(Relation);

    public PartitionWindow? Window => Scope == CheckScope.Partition ? Plan.Window : null;

    public static string NameOf(DatasetObject relation) => relation switch
    {
        TableObject table => string.Join('.', table.Path),
        FilesObject files => files.Glob,
        _ => "the query",
    };
}
