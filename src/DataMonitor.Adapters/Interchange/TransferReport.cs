using System.Globalization;
using System.Text;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange;

/// <summary>Everything that was read of another format, and what became of it. Not thread-safe.</summary>
internal sealed class TransferReport
{
    private readonly List<TransferItem> items = [];

    public IReadOnlyList<TransferItem> Items => items;

    /// <summary>Everything was carried over with its meaning.</summary>
    public bool IsWhole => items.TrueForAll(item => item.Fate == Fate.Carried);

    /// <param name="path">Where it stands in the structure of the file: <c>schema/orders/quality/2</c>.</param>
    /// <param name="to">What it became, a phrase: <c>check 'missing'</c>.</param>
    public void Carry(Place place, string path, string to) => items.Add(new(place, path, Fate.Carried, to, null));

    /// <param name="how">What is different, a sentence.</param>
    public void Change(Place place, string path, string how, string? instead = null) => items.Add(new(place, path, Fate.Changed, how, instead));

    /// <param name="why">A sentence.</param>
    /// <param name="instead">What to do, a sentence.</param>
    public void LeaveOut(Place place, string path, string why, string? instead = null) => items.Add(new(place, path, Fate.LeftOut, why, instead));

    /// <returns>One item after another in the order of the files, then the counts.</returns>
    public string ToText()
    {
        var text = new StringBuilder();
        foreach (var item in items.OrderBy(item => item.Place))
        {
            text.Append(item.Place.ToString()).Append("  ").Append(InWords(item.Fate)).Append("  ").Append(item.Path);
            text.Append(item.Fate == Fate.Carried ? $" → {item.Words}\n" : $"\n  {item.Words}\n");
            if (item.Remedy is not null)
            {
                text.Append("  Instead: ").Append(item.Remedy).Append('\n');
            }
        }

        return text.Append(CultureInfo.InvariantCulture, $"{Count(Fate.Carried)} carried over, {Count(Fate.Changed)} changed, {Count(Fate.LeftOut)} left out.\n").ToString();
    }

    private int Count(Fate fate) => items.Count(item => item.Fate == fate);

    private static string InWords(Fate fate) => fate switch
    {
        Fate.Carried => "carried",
        Fate.Changed => "CHANGED",
        _ => "LEFT OUT",
    };
}

/// <param name="Words">What it became, what differs or why it is left out.</param>
/// <param name="Remedy">What to do instead.</param>
internal sealed record TransferItem(Place Place, string Path, Fate Fate, string Words, string? Remedy);
