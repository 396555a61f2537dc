namespace Boom.Storage.Mongo;

/// <summary>A write of a bulk that the server has refused, for a reason that concerns its document alone.</summary>
/// <param name="Index">Place in the list of writes.</param>
/// <param name="IsDuplicate">Whether a unique index was the reason; which one, only the text says.</param>
/// <param name="NamesId">Whether the text says that it was the index of <c>_id</c>.</param>
/// <param name="Reason">A sentence.</param>
readonly record struct WriteRefusal(int Index, bool IsDuplicate, bool NamesId, string Reason);
