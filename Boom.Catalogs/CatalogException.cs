namespace Boom.Catalogs;

/// <summary>A catalogue that cannot be brought in: one sentence says what is wrong, where, and what helps.</summary>
public sealed class CatalogException(string message, Exception? innerException = null) : Exception(message, innerException);
