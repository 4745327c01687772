using System.Globalization;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange.Odcs;

/// <summary>The service levels of a contract: latency becomes freshness, retention the check of that name, the others are told with what to do instead.</summary>
internal sealed class OdcsAgreements(Intake root, IReadOnlyList<OdcsTable> tables, OdcsNames names, ImportSession session)
{
    private const int DaysOfAYear = 365;

    public void Read()
    {
        var standard = root.Text("slaDefaultElement");
        root.Carry("slaDefaultElement", "column of service levels that name none");
        foreach (var agreement in root.Maps("slaProperties"))
        {
            var name = (agreement.Text("property") ?? "").ToUpperInvariant();
            if (name is "LATENCY" or "LY" or "FRESHNESS")
            {
                ReadAge(agreement, standard, "freshness", "say when a row came to be");
            }
            else if (name is "RETENTION" or "RE")
            {
                ReadAge(agreement, standard, "retention", "say how old a row is");
            }
            else if (OdcsReasons.AgreementProperties.GetValueOrDefault(name.ToLower(CultureInfo.InvariantCulture)) is { } reason)
            {
                agreement.Abandon(reason.Why, reason.Instead);
            }
            else
            {
                agreement.Abandon($"{Sentences.Quoted(agreement.Text("property") ?? "")} is no service level that can be measured.", "Write a check where it demands something of the data.");
            }
        }
    }

    private void ReadAge(Intake agreement, string? standard, string kind, string purpose)
    {
        var element = agreement.Text("element") ?? standard;
        if (element is null || Find(element) is not { } found)
        {
            agreement.Abandon(
                element is null ? "It names no column." : $"{Sentences.Quoted(element)} is no column of this contract.",
                $"Write '{kind}: {{column: …, expect: \"<= 26h\"}}' with a column to {purpose}.");
            return;
        }

        if (agreement.Number("value") is not { } value || Seconds(agreement.Text("unit")) is not { } unit)
        {
            agreement.Abandon(
                "Its value is no length of time with a unit of seconds, minutes, hours, days, weeks or years.",
                $"Write '{kind}: {{column: …, expect: \"<= 26h\"}}'.");
            return;
        }

        agreement.Take("id");
        OdcsParts.SetSchedule(found.Draft, agreement);
        session.Add(
            found.Draft,
            new(kind, found.Column, ("expect", Nodes.Text($"<= {(value * unit.Factor).ToString(CultureInfo.InvariantCulture)}{unit.Sign}"))),
            agreement.Place,
            agreement.Path,
            unit.Factor == DaysOfAYear ? "A year counts 365 days." : null);
        agreement.Finish(OdcsReasons.Agreement);
    }

    /// <summary><c>table.column</c>, or the column alone where there is one table.</summary>
    private (DatasetDraft Draft, string Column)? Find(string element)
    {
        if (names.Reference(element) is { } reference && tables.FirstOrDefault(table => table.Name == reference.Table) is { } named)
        {
            return (named.Draft, reference.Column);
        }

        return tables is [var only] && only.Name.Column(element) is { } column ? (only.Draft, column) : null;
    }

    private static (string Sign, int Factor)? Seconds(string? unit) => unit?.ToUpperInvariant() switch
    {
        "S" or "SEC" or "SECOND" or "SECONDS" => ("s", 1),
        "MIN" or "MINUTE" or "MINUTES" => ("m", 1),
        "H" or "HR" or "HOUR" or "HOURS" => ("h", 1),
        "D" or "DAY" or "DAYS" => ("d", 1),
        "W" or "WEEK" or "WEEKS" => ("d", 7),
        "Y" or "YR" or "YEAR" or "YEARS" => ("d", DaysOfAYear),
        _ => null,
    };
}
