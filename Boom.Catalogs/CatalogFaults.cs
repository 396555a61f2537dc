using Boom.Core.Text;

namespace Boom.Catalogs;

/// <summary>Faults of reading, as sentences.</summary>
static class CatalogFaults
{
    /// <summary>The message of a fault, one line, ending with a point.</summary>
    public static string Plain(Exception fault)
    {
        var message = VisibleText.Of(fault.Message.ReplaceLineEndings(" ").Trim());
        return message.EndsWith('.') ? message : message + ".";
    }

    /// <summary>The fault of a stream that could not be read on.</summary>
    public static CatalogException OfStream(string file, string place, bool isGzip, Exception fault) => new(
        isGzip && fault is InvalidDataException
            ? $"{file}: the gzip stream is damaged or cut short after {place}: fetch the file again."
            : $"{file} cannot be read after {place}: {Plain(fault)}",
        fault);
}
