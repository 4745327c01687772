using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange.Dbt;

/// <summary>Reads the property files of dbt (<c>schema.yml</c>): the tests of models, seeds, snapshots and sources, and the freshness of sources (https://docs.getdbt.com/reference/configs-and-properties).</summary>
internal static class DbtImport
{
    private static readonly string[] Models = ["models", "seeds", "snapshots"];

    public static ImportFormat Format { get; } = new("dbt", "property files of dbt (schema.yml) with tests and source freshness", Read);

    private static void Read(ImportSession session, IReadOnlyList<MappingNode> files)
    {
        var names = new DbtNames(session, files);
        foreach (var file in files)
        {
            var root = new Intake(file, "", session.Report);
            if (files.Count == 1 && !Models.Append("sources").Any(key => file.Find(key) is not null))
            {
                session.Fail(file.Place, "The file holds no models, seeds, snapshots or sources.", "Name a property file of dbt, such as models/schema.yml.");
                return;
            }

            root.Carry("version", "nothing is demanded");
            foreach (var model in Models.SelectMany(root.Maps))
            {
                new DbtResource(model, names, session).ReadModel();
            }

            foreach (var source in root.Maps("sources"))
            {
                ReadSource(source, names, session);
            }

            root.Finish(DbtReasons.File);
        }
    }

    private static void ReadSource(Intake source, DbtNames names, ImportSession session)
    {
        foreach (var key in new[] { "name", "schema" })
        {
            source.Carry(key, "schema of its tables");
        }

        source.Carry("description", "left to its tables");
        var inherited = DbtFreshness.Inherited(source);
        var config = source.Map("config");
        foreach (var table in source.Maps("tables"))
        {
            new DbtResource(table, names, session).ReadTable(source.Node.Find("name") is ScalarNode { Text: var name } ? name : "", inherited);
        }

        config?.Take("freshness");
        config?.Take("loaded_at_field");
        config?.Finish(DbtReasons.Config);
        source.Finish(DbtReasons.Resource);
    }
}
