namespace Boom.Core.Fits;

/// <summary>Bytes that are not a FITS image Boom can read; the message says what is wrong.</summary>
public sealed class FitsFormatException(string message, Exception? innerException = null) : FormatException(message, innerException);
