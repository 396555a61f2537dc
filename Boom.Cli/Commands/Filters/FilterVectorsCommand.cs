using System.CommandLine;
using Boom.Cli.Rendering.Json;
using Boom.Core.Filters.Vectors;
using Boom.Core.Store;
using Boom.Hosting;

namespace Boom.Cli.Commands.Filters;

/// <summary><c>boom filter vectors FILE</c>: the engine against answers of MongoDB.</summary>
internal static class FilterVectorsCommand
{
    public static Command Create(CliConsole console)
    {
        var file = new Argument<string>("FILE") { Description = "Vectors, one JSON object a line; in zstd where the name ends with .zst. Of a folder all files that end with .jsonl or .zst." };
        var command = new Command("vectors", "Run pipelines on documents and compare with the answers that a MongoDB server gave; exit 1 when one is wrong.") { file };
        command.SetAction((parse, cancellationToken) => Task.Run(() => Run(console, parse, parse.GetRequiredValue(file), cancellationToken), cancellationToken));
        return command;
    }

    static int Run(CliConsole console, ParseResult parse, string file, CancellationToken cancellationToken)
    {
        var (name, line) = (file, 0);
        VectorReport report;
        try
        {
            report = VectorRun.Run(Lines(), cancellationToken);
        }
        catch (Exception fault) when (fault is FormatException or InvalidDataException)
        {
            throw new ExitException(ExitCode.Usage, $"{name}, line {line}: {fault.Message}");
        }
        catch (Exception fault) when (fault is ZstdSharp.ZstdException or EndOfStreamException)
        {
            throw new ExitException(ExitCode.Usage, DamageOf(name, line, fault));
        }

        if (report.Settled == 0)
            throw new ExitException(ExitCode.Usage, report.Skipped == 0 ? $"{file} has no vector: nothing was compared." : $"No answer of the {TotalAccount.Count(report.Skipped)} vectors in {file} is settled: nothing was compared.");
        if (parse.WantsJson())
            CliJson.Write(console, VectorsJson.Of(file, report));
        else
            WriteText(console, report);
        return (int)(report.Wrong > 0 ? ExitCode.BadNews : ExitCode.Done);

        IEnumerable<string> Lines()
        {
            foreach (var one in FilesOf(file))
            {
                (name, line) = (one, 0);
                foreach (var text in VectorFile.Lines(one))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    line++;
                    yield return text;
                }
            }
        }
    }

    static string[] FilesOf(string file)
    {
        if (File.Exists(file))
            return [file];
        if (!Directory.Exists(file))
            throw new ExitException(ExitCode.Missing, $"There is no file {file}.");
        string[] files = [.. Directory.GetFiles(file).Where(name => name.EndsWith(".jsonl", StringComparison.Ordinal) || name.EndsWith(".zst", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new ExitException(ExitCode.Missing, $"The folder {file} has no file that ends with .jsonl or .zst.");
    }

    static string DamageOf(string name, int line, Exception fault)
    {
        if (fault is EndOfStreamException)
            return $"{name} ends too early, behind line {line}: it is cut off.";
        return line == 0 ? $"{name} is not in zstd, as its name says." : $"{name} is damaged behind line {line}: {fault.Message.TrimEnd('.')}.";
    }

    static void WriteText(CliConsole console, VectorReport report)
    {
        var total = report.Settled + report.Skipped;
        console.WriteLine($"{TotalAccount.Count(total)} vectors: {TotalAccount.Count(report.Settled)} settled, {TotalAccount.Count(report.Right)} right, "
            + $"{TotalAccount.Count(report.Wrong)} wrong; {TotalAccount.Count(report.Skipped)} skipped, as their answer is open");
        foreach (var fault in report.FirstWrong)
        {
            console.WriteLine();
            console.WriteLine($"{fault.Id}  {fault.Pipeline}");
            console.WriteLine($"  wanted  {fault.Wanted}");
            console.WriteLine($"  found   {fault.Found}");
        }

        if (report.Wrong > report.FirstWrong.Count)
            console.WriteLine($"… and {TotalAccount.Count(report.Wrong - report.FirstWrong.Count)} more");
    }
}
