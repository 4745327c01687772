using System.Text.Encodings.Web;
using System.Text.Json;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Profiles;

namespace DataMonitor.Daemon.Commands.Reports;

/// <summary>A profile for scripts. Keys are never renamed; new ones may be added. What was not measured is null.</summary>
internal static class ProfileJson
{
    private static readonly double[] Quantiles = [0.05, 0.25, 0.5, 0.75, 0.95];

    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(ProfileView view, TextWriter output)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("object", view.Name);
            json.WriteNumber("rows", view.Profile.Rows);
            json.WriteStartArray("columns");
            foreach (var column in view.Profile.Columns)
            {
                Write(json, column, view.IsHidden(column));
            }

            json.WriteEndArray();
            json.WriteStartArray("not_measured");
            foreach (var gap in view.Report.Gaps)
            {
                json.WriteStringValue(gap);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.Write(System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
        output.Write('\n');
    }

    private static void Write(Utf8JsonWriter json, ColumnProfile column, bool isHidden)
    {
        json.WriteStartObject();
        json.WriteString("column", column.Column);
        json.WriteString("type", column.Type is null ? null : ProfileView.Type(column));
        Write(json, "nulls", column.Nulls);
        Write(json, "empties", column.Empties);
        Write(json, "distinct", column.Distinct);
        Write(json, "distinct_error", column.DistinctError);
        json.WriteString("semantic_type", column.Semantic?.Format);
        Write(json, "semantic_share", column.Semantic?.Share);
        json.WriteString("personal_data", column.Personal?.Kind);
        json.WriteString("personal_reason", column.Personal?.Reason);
        json.WriteBoolean("values_hidden", isHidden);
        Write(json, "minimum", isHidden ? null : column.Minimum);
        Write(json, "maximum", isHidden ? null : column.Maximum);
        Write(json, "mean", column.Mean);
        Write(json, "stddev", column.StandardDeviation);
        Write(json, "median", isHidden ? null : column.Median);
        json.WriteString("oldest", isHidden ? null : column.Oldest?.ToString("O"));
        json.WriteString("newest", isHidden ? null : column.Newest?.ToString("O"));
        Write(json, "shortest", column.Lengths?.Shortest);
        Write(json, "longest", column.Lengths?.Longest);
        Write(json, "mean_length", column.Lengths?.Mean);
        Write(json, "sampled_rows", column.Sampled);
        Write(json, "top", "value", isHidden ? [] : column.Top);
        Write(json, "shapes", "shape", column.Shapes ?? []);
        Write(json, "formats", "format", column.Formats ?? []);
        WriteHistogram(json, isHidden ? null : column);
        json.WriteEndObject();
    }

    /// <summary>Quantiles are read off the histogram: off by less than the share of a bin.</summary>
    private static void WriteHistogram(Utf8JsonWriter json, ColumnProfile? column)
    {
        json.WriteStartObject("quantiles");
        if (column is { Histogram: { } known, Minimum: { } low, Maximum: { } high })
        {
            foreach (var q in Quantiles)
            {
                Write(json, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{q}"), known.Quantile(q, low, high));
            }
        }

        json.WriteEndObject();
        json.WriteStartArray("histogram");
        if (column?.Histogram is { } histogram)
        {
            foreach (var (bin, index) in histogram.Bins.Select((bin, index) => (bin, index)))
            {
                json.WriteStartObject();
                Write(json, "from", index == 0 ? null : histogram.Edges[index - 1]);
                Write(json, "to", index == histogram.Edges.Count ? null : histogram.Edges[index]);
                json.WriteNumber("count", bin.Count);
                json.WriteNumber("sum", bin.Sum);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, string what, ValueList<TopValue> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStartObject();
            json.WriteString(what, value.Value);
            json.WriteNumber("count", value.Count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
