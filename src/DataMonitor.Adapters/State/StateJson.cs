using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Runs;

namespace DataMonitor.Adapters.State;

/// <summary>How records become JSON columns. The names are a file format: a golden file holds them.</summary>
internal static class StateJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(), new ValueListConverter() },
    };

    public static JsonText Write<T>(T value) => new(JsonSerializer.Serialize(value, Options));

    /// <exception cref="StateException">A newer version of the program wrote it.</exception>
    public static T Read<T>(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Options) ?? throw Unreadable(null);
        }
        catch (JsonException e)
        {
            throw Unreadable(e);
        }
    }

    public static StateException Unreadable(Exception? cause) => new(
        "holds a row that this version cannot read",
        "A newer version has written it: upgrade this one.",
        isTransient: false,
        cause);

    private sealed class ValueListConverter : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) =>
            typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(ValueList<>);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter?)Activator.CreateInstance(typeof(ItemsConverter<>).MakeGenericType(typeToConvert.GenericTypeArguments)) ?? throw new UnreachableException();
    }

    private sealed class ItemsConverter<T> : JsonConverter<ValueList<T>>
    {
        public override ValueList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            (JsonSerializer.Deserialize<T[]>(ref reader, options) ?? []).ToValueList();

        public override void Write(Utf8JsonWriter writer, ValueList<T> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize<IEnumerable<T>>(writer, value, options);
    }
}
