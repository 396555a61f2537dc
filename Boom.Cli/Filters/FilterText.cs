using System.Text;
using Boom.Core.Surveys;
using Boom.Hosting;

namespace Boom.Cli.Filters;

/// <summary>Texts that commands are given: a file, or what comes in where <c>-</c> stands for it.</summary>
internal static class FilterText
{
    /// <summary>The name that stands for standard input.</summary>
    public const string Input = "-";

    const long MostBytes = 16 << 20;

    /// <summary>What a source is called in messages.</summary>
    public static string NameOf(string source) => source == Input ? "standard input" : source;

    /// <summary>The name that a filter has of its file: that of the file without its folder and extension; null where there is none.</summary>
    public static string? FilterNameOf(string source)
    {
        var name = source == Input ? "" : Path.GetFileNameWithoutExtension(source).Trim();
        return name.Length == 0 ? null : name;
    }

    /// <summary>The survey by whose name the name of a file begins, such as <c>lsst-bright.json</c>; null where it begins with another word.</summary>
    public static Survey? SurveyOf(string source)
    {
        var first = (FilterNameOf(source) ?? "").Split(['-', '_', '.', ' '])[0];
        return SurveyNames.TryParseSupported(first, out var survey, out _) ? survey : null;
    }

    /// <summary>Reads a file, or standard input.</summary>
    /// <exception cref="ExitException">There is no such file, or it is no text of a bearable length.</exception>
    public static async Task<string> ReadAsync(string source, CancellationToken cancellationToken)
    {
        if (source != Input && Directory.Exists(source))
            throw new ExitException(ExitCode.Missing, $"{source} is a folder: give a file.");
        if (source != Input && !File.Exists(source))
            throw new ExitException(ExitCode.Missing, $"There is no file {source}.");
        await using var stream = source == Input ? Console.OpenStandardInput() : File.OpenRead(source);
        using var bytes = new MemoryStream();
        var buffer = new byte[64 << 10];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            bytes.Write(buffer, 0, count);
            if (bytes.Length > MostBytes)
                throw new ExitException(ExitCode.Usage, $"{NameOf(source)} has more than {MostBytes >> 20} MiB, which is no pipeline.");
        }

        try
        {
            return Utf8.GetString(WithoutMark(bytes.ToArray()));
        }
        catch (DecoderFallbackException)
        {
            throw new ExitException(ExitCode.Usage, $"{NameOf(source)} is not text in UTF-8.");
        }
    }

    static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> bytes) => bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
}
