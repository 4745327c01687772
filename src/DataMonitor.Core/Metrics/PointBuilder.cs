using DataMonitor.Core.Alerting;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Metrics;

/// <summary>Collects the tags and fields of one point; leaves out what is not known, and holds tags in ordinal order.</summary>
internal sealed class PointBuilder(SeriesShape shape, DateTimeOffset time)
{
    private readonly SortedDictionary<string, string> tags = new(StringComparer.Ordinal);
    private readonly List<SeriesField> fields = new(shape.Fields.Length);

    /// <summary>The tags that every point about a dataset has.</summary>
    /// <param name="name">The dataset's name; its part before the first slash is the source.</param>
    public PointBuilder TagsOf(string name, Dataset? dataset, string environment)
    {
        Tag("env", environment).Tag("dataset", name).Tag("source", dataset?.Source ?? SourceOf(name));
        if (dataset is not null && shape.Has("owner"))
        {
            Tag("owner", dataset.Owner);
        }

        if (dataset is not null && shape.Has("tier"))
        {
            Tag("tier", AlertLabels.Word(dataset.Tier));
        }

        return this;
    }

    public PointBuilder Tag(string name, string value)
    {
        if (value.Length > 0)
        {
            tags[name] = value;
        }

        return this;
    }

    public PointBuilder Field(string name, double? value) => Add(name, value);

    public PointBuilder Field(string name, long? value) => Add(name, value);

    public PointBuilder Field(string name, string? value) => Add(name, value);

    public SeriesPoint Build() => new(shape.Measurement, time, tags.Select(tag => new SeriesTag(tag.Key, tag.Value)).ToValueList(), fields.ToValueList());

    private static string SourceOf(string dataset) => dataset.Split('/', 2)[0];

    private PointBuilder Add(string name, object? value)
    {
        if (value is not null)
        {
            fields.Add(new SeriesField(name, value));
        }

        return this;
    }
}
