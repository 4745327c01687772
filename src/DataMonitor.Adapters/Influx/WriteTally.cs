using DataMonitor.Core.Definitions;
using DataMonitor.Core.Metrics;

namespace DataMonitor.Adapters.Influx;

/// <summary>What came of the requests of one write.</summary>
internal sealed class WriteTally
{
    /// <summary>Enough to find forty bad lines among 5,000; after that the rest of a bad piece is given up together.</summary>
    private const int MaxDivisions = 500;

    private const int MaxReasons = 5;

    private readonly List<string> reasons = [];
    private int divisions;
    private int refused;
    private int doubtful;
    private int doubtStatus;

    public bool HasStored { get; private set; }

    public int NonFinite { get; set; }

    /// <summary>Status of answers that may be about the address rather than the lines; <see langword="null"/> without any.</summary>
    public string? Doubt => doubtful > 0 ? $"{doubtStatus}" : null;

    public bool MayDivide() => ++divisions <= MaxDivisions;

    public void Store(int count, Stored stored)
    {
        HasStored |= stored.Refused < count;
        if (stored.Refused > 0)
        {
            Refuse(stored.Refused, stored.Reason);
        }
    }

    public void Refuse(int count, string reason)
    {
        refused += count;
        if (reasons.Count < MaxReasons && !reasons.Contains(reason, StringComparer.Ordinal))
        {
            reasons.Add(reason);
        }
    }

    public void DoubtIn(int count, int status)
    {
        doubtful += count;
        doubtStatus = status;
    }

    public void SettleDoubt()
    {
        Refuse(doubtful, doubtStatus == 413 ? "the line is longer than the server takes" : "the server refused the line");
        doubtful = 0;
    }

    public SinkAnswer ToAnswer() => new(refused, reasons.ToValueList(), NonFinite);
}
