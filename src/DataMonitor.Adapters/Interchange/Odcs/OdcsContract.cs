using System.Globalization;
using System.Text.RegularExpressions;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange.Odcs;

/// <summary>One contract: what stands above its objects, and the objects one after another.</summary>
internal sealed partial class OdcsContract(Intake root, ImportSession session)
{
    private static readonly string[] Identity = ["name", "id", "version", "apiVersion", "kind", "status", "domain", "tenant", "dataProduct", "contractCreatedTs"];
    private readonly OdcsNames names = new(root, session);

    public void Read()
    {
        var objects = root.Maps("schema").ToList();
        var drafts = new List<OdcsTable>();
        foreach (var intake in objects)
        {
            if (names.Of(intake.Node) is { } table && session.DraftOf(table.Target, intake.Place, intake.Path, OdcsExtension.QueryOf(intake.Node)) is { } draft)
            {
                drafts.Add(new(table, draft, intake));
            }
            else if (session.Report.Items is not [.., { } last] || last.Place != intake.Place)
            {
                intake.Abandon("The object has no name.", "Write 'name:' in the contract.");
            }
        }

        if (drafts.Count == 0)
        {
            root.Report.LeaveOut(root.Place, "schema", "The contract names no table.", "Write 'schema:' with at least one object in the contract.");
        }

        ReadIdentity(drafts);
        ReadOwner(drafts);
        var tags = root.List("tags");
        foreach (var table in drafts)
        {
            OdcsParts.SetTags(table, tags, root.PathOf("tags"));
            OdcsParts.SetDescription(table, root.Node.Find("description") as MappingNode);
        }

        ReadDescription();
        foreach (var table in drafts)
        {
            new OdcsObject(table, names, session).Read();
        }

        new OdcsAgreements(root, drafts, names, session).Read();
        OdcsServers.Read(root, session);
        root.Finish(OdcsReasons.Contract);
    }

    private void ReadIdentity(List<OdcsTable> drafts)
    {
        var told = Identity.Where(root.Has).Select(key => $"{key} {root.Text(key)}").ToArray();
        foreach (var table in drafts)
        {
            table.Draft.Note($"Imported from {root.Place.File}, a data contract: {string.Join(", ", told)}.");
        }

        foreach (var key in Identity)
        {
            root.Carry(key, "comment at the top of the file");
        }
    }

    private void ReadDescription()
    {
        if (root.Map("description") is not { } description)
        {
            return;
        }

        foreach (var key in OdcsParts.DescriptionKeys)
        {
            description.Carry(key, "description of each dataset");
        }

        description.Finish(OdcsReasons.Contract);
    }

    /// <summary>The team's name; in version 3.0, where the team is a list, the member whose role is owner.</summary>
    private void ReadOwner(List<OdcsTable> drafts)
    {
        if (root.Node.Find("team") is MappingNode)
        {
            var team = root.Map("team")!;
            SetOwner(team, "name", drafts);
            team.Finish(Team);
            return;
        }

        var isSet = false;
        foreach (var member in root.Maps("team"))
        {
            if (!isSet && string.Equals(member.Text("role"), "owner", StringComparison.OrdinalIgnoreCase) && member.Has("username") && !member.Has("dateOut"))
            {
                member.Carry("role", "owner");
                SetOwner(member, "username", drafts);
                member.Finish(Team);
                isSet = true;
            }
            else
            {
                member.Abandon("Monitor knows the owner of a dataset, not the members of a team.", "Keep them in the contract.");
            }
        }
    }

    private void SetOwner(Intake team, string key, List<OdcsTable> drafts)
    {
        if (team.Text(key) is not { } name)
        {
            return;
        }

        if (session.Options.Owner is { } given)
        {
            team.Carry(key, $"owner, as --owner says: {given}");
            return;
        }

        var owner = OtherSign().Replace(name.Trim(), "-").Trim('-', '.', '+');
        if (drafts.TrueForAll(table => table.Draft.Set("owner", Nodes.Text(owner)) is null))
        {
            Tell();
        }
        else
        {
            team.LeaveOut(key, $"{Sentences.Quoted(name)} cannot be the name of an owner.", "Name one with --owner.");
        }

        void Tell()
        {
            if (owner == name)
            {
                team.Carry(key, $"owner {owner}");
            }
            else
            {
                team.Change(key, string.Create(CultureInfo.InvariantCulture, $"The owner is written {owner}, without blanks and signs."));
            }
        }
    }

    private static Dictionary<string, LeftOutReason> Team { get; } = new(StringComparer.Ordinal)
    {
        ["members"] = new("Monitor knows the owner of a dataset, not the members of a team.", "Keep them in the contract; alerts/ says who is told."),
        ["description"] = new("It describes the team.", "Keep it in the contract."),
        ["dateIn"] = new("Monitor knows the owner of today only.", "Keep it in the contract."),
    };

    [GeneratedRegex(@"[^\p{L}\p{N}_.+-]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OtherSign();
}

/// <summary>An object of the contract and the dataset it becomes.</summary>
internal sealed record OdcsTable(OdcsName Name, DatasetDraft Draft, Intake Intake);
