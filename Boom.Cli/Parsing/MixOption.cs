using System.CommandLine;
using Boom.Simulation.Objects;

namespace Boom.Cli.Parsing;

/// <summary>The option <c>--mix</c>: how the objects of a simulated night divide into classes.</summary>
internal static class MixOption
{
    public static Option<ClassMix?> Create() => new("--mix")
    {
        Description = $"Classes of the simulated objects: {ClassMix.RealName} for shares near those of a real night, or weights such as SnIa:0.1,Agn:0.9. "
            + "Default: a dense night, one object in six is a supernova.",
        HelpName = "MIX",
        CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            if (ClassMix.TryParse(text, out var mix))
                return mix;
            result.AddError($"--mix is {ClassMix.RealName}, or weights such as SnIa:0.1,Agn:0.9 of the classes {string.Join(", ", Enum.GetNames<ObjectClass>())}, not '{text}'.");
            return null;
        },
    };
}
