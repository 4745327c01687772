using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange.Odcs;

/// <summary>Reads data contracts of the Open Data Contract Standard, versions 3.0 and 3.1 (https://bitol-io.github.io/open-data-contract-standard).</summary>
internal static class OdcsImport
{
    public static ImportFormat Format { get; } = new("odcs", "data contracts of the Open Data Contract Standard, 3.0 and 3.1", Read);

    private static void Read(ImportSession session, IReadOnlyList<MappingNode> files)
    {
        foreach (var file in files)
        {
            var root = new Intake(file, "", session.Report);
            if (file.Find("kind") is not ScalarNode { Text: "DataContract" })
            {
                Refuse("This is no data contract: it lacks 'kind: DataContract'.", "Name the contract itself.");
            }
            else if (file.Find("apiVersion") is not ScalarNode { Text: var version } || !version.StartsWith("v3.", StringComparison.Ordinal))
            {
                Refuse("The contract is not written in version 3 of the standard.", "Convert it to v3.1.0 first.");
            }
            else
            {
                new OdcsContract(root, session).Read();
            }

            void Refuse(string problem, string remedy)
            {
                if (files.Count == 1)
                {
                    session.Fail(file.Place, problem, remedy);
                }
                else
                {
                    session.Report.LeaveOut(file.Place, file.Place.File, problem, remedy);
                }
            }
        }
    }
}
