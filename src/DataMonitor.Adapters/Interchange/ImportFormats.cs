using System.Collections.Immutable;

namespace DataMonitor.Adapters.Interchange;

/// <summary>Every format there is an importer for: the one list. A further one costs its file and a line here.</summary>
internal static class ImportFormats
{
    public static ImmutableArray<ImportFormat> All { get; } =
    [
        Odcs.OdcsImport.Format,
        Dbt.DbtImport.Format,
        SodaCl.SodaClImport.Format,
    ];
}
