using System.Text.RegularExpressions;

namespace Boom.Cli.Parsing;

/// <summary>Names of bodies of the solar system, as people type them.</summary>
internal static partial class BodyName
{
    /// <summary>How the objectId of such a body begins; its number follows.</summary>
    const string Prefix = "sso";

    /// <summary>The designations that a text may stand for, as the Minor Planet Center writes them, the text itself first: <c>2025mt534</c> is <c>2025 MT534</c> too.</summary>
    public static IReadOnlyList<string> Designations(string text)
    {
        var match = Provisional().Match(text);
        if (!match.Success)
            return [text];
        var kind = match.Groups["kind"].Value;
        var written = $"{(kind.Length > 0 ? kind + "/" : "")}{match.Groups["year"].Value} {match.Groups["rest"].Value}".ToUpperInvariant();
        return written == text ? [text] : [text, written];
    }

    /// <summary>The objectId of the body of a bare number; null when the text is none.</summary>
    public static string? ObjectIdOf(string text) => text.Length > 0 && text.All(char.IsAsciiDigit) ? Prefix + text : null;

    // Also of comets and of what came from elsewhere, with a fragment; and of the surveys at Palomar.
    [GeneratedRegex("""^\s*((?<kind>[ACDIPX])\s*/\s*)?(?<year>\d{4})\s*(?<rest>[A-Z]{1,2}\d{0,4}(-[A-Z]{1,2})?|P-L|T-[123])\s*$""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Provisional();
}
