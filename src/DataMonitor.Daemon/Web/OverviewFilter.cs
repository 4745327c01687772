using System.Globalization;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Daemon.Web;

/// <summary>What the overview is narrowed to; lives in the query string alone, so that it can be linked to.</summary>
/// <param name="State">Key of a <see cref="Mark"/>, or <c>attention</c>.</param>
/// <param name="Page">1 or more.</param>
public sealed record OverviewFilter(string? Owner, Tier? Tier, string? State, string? Text, int Page, bool Refreshes)
{
    public const string Attention = "attention";

    public static OverviewFilter Everything { get; } = new(null, null, null, null, 1, true);

    public bool IsActive => Owner is not null || Tier is not null || State is not null || Text is not null;

    internal static OverviewFilter Read(IQueryCollection query) => new(
        Word(query["owner"]),
        Enum.TryParse<Tier>(Word(query["tier"]), ignoreCase: true, out var tier) && Enum.IsDefined(tier) ? tier : null,
        Word(query["state"]),
        Word(query["q"]),
        int.TryParse(query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Max(page, 1) : 1,
        query["refresh"] != "off");

    public bool Matches(OverviewRow row) =>
        Matches(row.Dataset)
        && (State is null || (State == Attention ? row.Mark.NeedsAttention() : row.Mark.Key() == State));

    /// <summary>Everything but the state: the counters show what each state would give.</summary>
    public bool Matches(Dataset dataset) =>
        (Owner is null || dataset.Owner == Owner)
        && (Tier is null || dataset.Tier == Tier)
        && (Text is null
            || dataset.Name.Contains(Text, StringComparison.OrdinalIgnoreCase)
            || dataset.Tags.Any(tag => tag.Contains(Text, StringComparison.OrdinalIgnoreCase)));

    public string Link() => Links.Overview + QueryString.Create(new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["owner"] = Owner,
        ["tier"] = Tier is { } tier ? Key(tier) : null,
        ["state"] = State,
        ["q"] = Text,
        ["page"] = Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null,
        ["refresh"] = Refreshes ? null : "off",
    }.Where(pair => pair.Value is not null)).ToUriComponent();

    internal static string Key(Tier tier) => tier switch
    {
        Core.Definitions.Tier.Critical => "critical",
        Core.Definitions.Tier.High => "high",
        Core.Definitions.Tier.Low => "low",
        _ => "normal",
    };

    private static string? Word(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
