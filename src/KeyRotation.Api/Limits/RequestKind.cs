namespace KeyRotation.Api.Limits;

/// <summary>What a request counts as. Each kind has a bucket of its own, so that none is used up by another.</summary>
internal enum RequestKind
{
    /// <summary>It changes nothing. An event stream is one, however long it lasts.</summary>
    Read,

    /// <summary>It changes something, or would.</summary>
    Command,

    /// <summary>It declares an emergency, which must go through when everything else that somebody's automation sends is too much.</summary>
    Emergency,
}
