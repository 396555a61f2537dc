using System.CommandLine;
using System.Globalization;
using Boom.Cli.Rendering.Json;
using Boom.Core.Text;
using Boom.Hosting;
using Boom.Inference;

namespace Boom.Cli.Commands.Models;

/// <summary><c>boom models verify</c>.</summary>
internal static class ModelVerifyCommand
{
    public static Command Create(CliConsole console)
    {
        var names = new Argument<string[]>("NAME") { Description = "Networks. Default: all that are here.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("verify", "Run each network on its golden examples, and compare the scores.") { names, ModelsCommand.Folder };
        command.SetAction(parse => Run(console, parse, parse.GetValue(names)!));
        return command;
    }

    static int Run(CliConsole console, ParseResult parse, string[] names)
    {
        var folder = parse.ModelFolder();
        var (manifests, problems) = folder.Read();
        if (names.FirstOrDefault(name => !manifests.TryGetValue(name, out var manifest) || !folder.Has(manifest)) is { } unknown)
            throw new ExitException(ExitCode.Missing, $"There is no network {unknown} in {folder.Path}: 'boom models list' shows those that are there.");
        var verdicts = ModelsCommand.Open(folder, manifests.Values.Where(manifest => names.Length == 0 || names.Contains(manifest.Key)))
            .Select(one => Verify(folder, one.Manifest, one.Network, one.Problem, console.Time))
            .ToList();
        if (verdicts.Count == 0)
            throw new ExitException(ExitCode.Missing, $"There is no network in {folder.Path}: 'boom models add PATH' puts one there.");
        if (parse.WantsJson())
            CliJson.Write(console, new VerdictsJson(folder.Path, verdicts, problems));
        else
            WriteText(console, verdicts, problems);
        return (int)(problems.Count == 0 && verdicts.All(verdict => verdict.Sound) ? ExitCode.Done : ExitCode.BadNews);
    }

    static VerdictJson Verify(ModelFolder folder, ModelManifest manifest, Network? network, string? problem, TimeProvider time)
    {
        if (network is null)
            return new VerdictJson(manifest.Key, manifest.Version, false, Problem: problem);
        try
        {
            var file = Path.Combine(folder.Path, ModelExamples.FileOf(manifest));
            if (!ModelExamples.Exist(file, manifest))
                return new VerdictJson(manifest.Key, manifest.Version, false, Problem: $"network {manifest.Key}: it has no golden examples: there is no {file}.");
            var trial = NetworkTrial.Of(network, ModelExamples.Read(file, manifest), time);
            return new VerdictJson(manifest.Key, manifest.Version, trial.IsSound, trial.Count, trial.GreatestDeviation, 1000 / trial.MillisecondsPerAlert);
        }
        catch (ModelException fault)
        {
            return new VerdictJson(manifest.Key, manifest.Version, false, Problem: fault.Message);
        }
    }

    static void WriteText(CliConsole console, List<VerdictJson> verdicts, IReadOnlyList<string> problems)
    {
        var table = new TextTable("network", "version", "examples>", "greatest deviation>", "alerts/s>", "verdict");
        foreach (var verdict in verdicts)
        {
            table.Add(
                verdict.Name, verdict.Version, verdict.Examples?.ToString(CultureInfo.InvariantCulture) ?? "",
                verdict.GreatestDeviation?.ToString("0.0e+0", CultureInfo.InvariantCulture) ?? "",
                verdict.AlertsPerSecond?.ToString("0", CultureInfo.InvariantCulture) ?? "", verdict.Sound ? "sound" : verdict.Examples is null && verdict.Problem is not null ? "not verified" : "NOT SOUND");
        }

        table.WriteTo(console.Out);
        foreach (var problem in verdicts.Select(verdict => verdict.Problem).OfType<string>().Concat(problems))
            console.Complain(problem);
    }
}
