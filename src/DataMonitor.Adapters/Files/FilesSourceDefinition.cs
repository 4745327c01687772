using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Files;

/// <summary>A folder of data files.</summary>
/// <param name="Root">Folder below which every file lies; relative to the folder the program runs in.</param>
/// <param name="MemoryMegabytes">Bound of memory for one scan.</param>
internal sealed record FilesSourceDefinition(SourceHeader Header, string Root, int MemoryMegabytes) : SourceDefinition(Header)
{
    private const int UsualMemory = 1024;

    private static readonly Field<string> RootField = new(
        "root", Shapes.Text, "Folder that holds the files, such as /data/lake; nothing outside it is ever read.", isRequired: true);

    private static readonly Field<int> MemoryField = new(
        "memory_mb", Shapes.Whole(64, 65_536), "Memory that one scan may use, in megabytes; 1024 when absent.");

    public static SourceKind Kind { get; } = new(
        "files",
        "CSV, Parquet and JSON files below a folder, read by DuckDB inside this process.",
        [RootField, MemoryField],
        (header, fields) => new FilesSourceDefinition(header, fields.Get(RootField)!, fields.Get(MemoryField, UsualMemory)),
        ObjectForm.Files);

    /// <param name="folder">What a relative root is relative to.</param>
    public IMetricSource Open(string folder, TimeProvider time) =>
        new SqlSource(Header, () => new DuckDbEngine(Name, Path.GetFullPath(Root, Path.GetFullPath(folder)), MemoryMegabytes, time), time);
}
