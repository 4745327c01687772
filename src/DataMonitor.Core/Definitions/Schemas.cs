using System.Text.Json.Nodes;

namespace DataMonitor.Core.Definitions;

/// <summary>Fragments of JSON Schema.</summary>
internal static class Schemas
{
    /// <returns>An object that has one of two keys, or both.</returns>
    public static JsonObject HasOneOf(string one, string other) => new()
    {
        ["anyOf"] = new JsonArray(new JsonObject { ["required"] = new JsonArray(one) }, new JsonObject { ["required"] = new JsonArray(other) }),
    };

    public static JsonObject Mapping(IEnumerable<Field> fields)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var field in fields)
        {
            properties[field.Name] = field.ToSchema();
            if (field.IsRequired)
            {
                required.Add(field.Name);
            }
        }

        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        if (required.Count > 0)
        {
            schema["required"] = required;
        }

        return schema;
    }
}
