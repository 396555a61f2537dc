using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Boom.Inference;

/// <summary>Puts what the JSON reader says of a manifest, or of golden examples, into the words of the pages.</summary>
static partial class ManifestFaults
{
    const string Keys = "key, survey, version, file, inputs, output, and if wanted description, hashes, addresses, licence, citation, policy, finds; of an input stamps, size, layout, normalise, or columns";

    /// <summary>A sentence about the fault.</summary>
    public static string Tell(JsonException fault)
    {
        if (Unmapped().Match(fault.Message) is { Success: true } unmapped)
            return $"'{unmapped.Groups[1].Value}' is no key of it; it has {Keys}.";
        if (Missing().Match(fault.Message) is { Success: true } missing)
            return $"it lacks {missing.Groups[1].Value.TrimEnd('.')}.";
        var place = fault.LineNumber is { } line ? string.Create(CultureInfo.InvariantCulture, $" in line {line + 1}") : "";
        return fault.Message.StartsWith("The JSON value could not be converted", StringComparison.Ordinal)
            ? $"the value of {fault.Path?.TrimStart('$', '.')}{place} is of another kind than it should be{Known(fault.Path)}."
            : $"it is no JSON{place}: {fault.Message.Split(" Path:")[0].Split(" LineNumber:")[0]}";
    }

    // Text where there is a choice, or where a number suggests itself.
    static string Known(string? path) => path switch
    {
        "$.finds" => ": transient, real or other",
        "$.version" => ": text, such as \"1\"",
        _ when path?.EndsWith(".layout", StringComparison.Ordinal) == true => ": nhwc or nchw",
        _ when path?.EndsWith(".normalise", StringComparison.Ordinal) == true => ": l2 or none",
        _ => "",
    };

    [GeneratedRegex("The JSON property '([^']*)' could not be mapped")]
    private static partial Regex Unmapped();

    [GeneratedRegex("missing required properties including: (.*)$", RegexOptions.Singleline)]
    private static partial Regex Missing();
}
