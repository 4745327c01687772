using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DataMonitor.Adapters.Tests.Interchange;

/// <summary>The part of JSON Schema 2019-09 that the standard's schema uses, <c>unevaluatedProperties</c> too, which the library of the other tests passes over.</summary>
internal sealed class JsonSchemaRules(JsonNode root)
{
    public IReadOnlyList<string> ProblemsOf(JsonNode? value)
    {
        var problems = new List<string>();
        Check(root, value, "", problems);
        return problems;
    }

    private IEnumerable<string> CheckChoices(JsonArray? choices, string key, bool isOne, JsonNode? value, string path, List<string> problems)
    {
        var met = choices?.Select(choice => Try(choice!, value)).OfType<HashSet<string>>().ToArray();
        if (met?.Length == 0 || (isOne && met?.Length > 1))
        {
            problems.Add($"{path}: {met.Length} of {key} hold");
        }

        return met?.SelectMany(keys => keys) ?? [];
    }

    /// <returns>The keys of an object that the schema speaks of.</returns>
    private HashSet<string> Check(JsonNode schema, JsonNode? value, string path, List<string> problems)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        if (schema["$ref"]?.GetValue<string>() is { } reference)
        {
            known.UnionWith(Check(reference.TrimStart('#', '/').Split('/').Aggregate(root, (at, part) => at[part]!), value, path, problems));
        }

        if (schema["type"] is { } type && !IsOf(type.GetValue<string>(), value))
        {
            problems.Add($"{path}: no {type}");
            return known;
        }

        if ((schema["enum"] is JsonArray allowed && !allowed.Any(item => JsonNode.DeepEquals(item, value))) || (schema.AsObject().ContainsKey("const") && !JsonNode.DeepEquals(schema["const"], value)))
        {
            problems.Add($"{path}: not one of {schema["enum"] ?? schema["const"]}");
        }

        if (schema["pattern"]?.GetValue<string>() is { } pattern && value is JsonValue && IsOf("string", value) && !Regex.IsMatch(value.GetValue<string>(), pattern, RegexOptions.None, TimeSpan.FromSeconds(1)))
        {
            problems.Add($"{path}: does not match {pattern}");
        }

        foreach (var part in schema["allOf"]?.AsArray() ?? [])
        {
            known.UnionWith(Check(part!, value, path, problems));
        }

        foreach (var (key, isOne) in new[] { ("anyOf", false), ("oneOf", true) })
        {
            known.UnionWith(CheckChoices(schema[key] as JsonArray, key, isOne, value, path, problems));
        }

        if (schema["not"] is { } not && Try(not, value) is not null)
        {
            problems.Add($"{path}: must not be so");
        }

        if (schema["if"] is { } condition && (Try(condition, value) is not null ? schema["then"] : schema["else"]) is { } consequence)
        {
            known.UnionWith(Check(consequence, value, path, problems));
        }

        if (value is JsonArray list)
        {
            CheckItems(schema, list, path, problems);
        }

        if (value is JsonObject mapping)
        {
            CheckKeys(schema, mapping, path, known, problems);
        }

        return known;
    }

    private void CheckItems(JsonNode schema, JsonArray list, string path, List<string> problems)
    {
        if (list.Count < (schema["minItems"]?.GetValue<int>() ?? 0) || list.Count > (schema["maxItems"]?.GetValue<int>() ?? int.MaxValue))
        {
            problems.Add($"{path}: {list.Count} items");
        }

        for (var index = 0; schema["items"] is { } items && index < list.Count; index++)
        {
            Check(items, list[index], $"{path}/{index}", problems);
        }
    }

    private void CheckKeys(JsonNode schema, JsonObject mapping, string path, HashSet<string> known, List<string> problems)
    {
        problems.AddRange((schema["required"]?.AsArray() ?? []).Select(key => key!.GetValue<string>()).Where(key => !mapping.ContainsKey(key)).Select(key => $"{path}: lacks {key}"));
        foreach (var (key, inner) in schema["properties"]?.AsObject() ?? [])
        {
            if (mapping.ContainsKey(key))
            {
                known.Add(key);
                Check(inner!, mapping[key], $"{path}/{key}", problems);
            }
        }

        if ((schema["additionalProperties"] ?? schema["unevaluatedProperties"]) is JsonValue isOpen && !isOpen.GetValue<bool>())
        {
            problems.AddRange(mapping.Select(entry => entry.Key).Where(key => !known.Contains(key)).Select(key => $"{path}: {key} is not known"));
        }
    }

    private HashSet<string>? Try(JsonNode schema, JsonNode? value)
    {
        var problems = new List<string>();
        var known = Check(schema, value, "", problems);
        return problems.Count == 0 ? known : null;
    }

    private static bool IsOf(string type, JsonNode? value) => type switch
    {
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "null" => value is null,
        "string" => value?.GetValueKind() == System.Text.Json.JsonValueKind.String,
        "boolean" => value?.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False,
        "integer" => value?.GetValueKind() == System.Text.Json.JsonValueKind.Number && decimal.IsInteger(value.GetValue<decimal>()),
        _ => value?.GetValueKind() == System.Text.Json.JsonValueKind.Number,
    };
}
