using System.Buffers;
using System.Globalization;
using System.Text;

namespace DataMonitor.Adapters.Prometheus;

/// <summary>Gauges as text that both text format 0.0.4 and OpenMetrics 1.0 read alike. Not safe from several threads.</summary>
/// <param name="cap">Series at most; further ones are counted in <see cref="Capped"/>.</param>
internal sealed class PrometheusText(int cap)
{
    private readonly ArrayBufferWriter<byte> output = new(64 * 1024);
    private string family = "";
    private string help = "";
    private bool isHeaderDue;
    private int series;

    /// <summary>Series that were left out.</summary>
    public int Capped { get; private set; }

    /// <summary>What was written, valid until the next change.</summary>
    public ReadOnlyMemory<byte> Written => output.WrittenMemory;

    /// <returns>Labels ready to be written with many families: <c>{dataset="shop/orders"}</c>. Those without a value are left out.</returns>
    public static byte[] Labels(params ReadOnlySpan<(string Name, string? Value)> labels)
    {
        var text = new StringBuilder("{");
        foreach (var (name, value) in labels)
        {
            if (!string.IsNullOrEmpty(value))
            {
                text.Append(text.Length > 1 ? "," : "").Append(name).Append("=\"").Append(Escape(value)).Append('"');
            }
        }

        return Encoding.UTF8.GetBytes(text.Append('}').ToString());
    }

    /// <summary>Begins a family; it is shown once it has a series.</summary>
    /// <param name="name">Ends in its unit, never in <c>_count</c>, <c>_sum</c>, <c>_bucket</c> or <c>_total</c>, which have meanings.</param>
    public void Family(string name, string description)
    {
        family = name;
        help = description;
        isHeaderDue = true;
    }

    /// <summary>Writes one series of the family; nothing for a value that is unknown.</summary>
    public void Series(ReadOnlySpan<byte> labels, double? value)
    {
        if (value is not { } number || !double.IsFinite(number))
        {
            return;
        }

        if (series == cap)
        {
            Capped++;
            return;
        }

        series++;
        if (isHeaderDue)
        {
            Write($"# HELP {family} {Escape(help)}\n# TYPE {family} gauge\n");
            isHeaderDue = false;
        }

        Write(family);
        output.Write(labels.Length > "{}".Length ? labels : default);
        Write(" ");
        number.TryFormat(output.GetSpan(32), out var length, "R", CultureInfo.InvariantCulture);
        output.Advance(length);
        Write("\n");
    }

    private static string Escape(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);

    private void Write(string text)
    {
        var length = Encoding.UTF8.GetBytes(text, output.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length)));
        output.Advance(length);
    }
}
