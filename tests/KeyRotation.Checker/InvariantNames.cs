namespace KeyRotation.Checker;

/// <summary>The names of what is checked.</summary>
public static class InvariantNames
{
    public const string RowLost = "a row is lost";
    public const string RowChanged = "a row says what the writer did not write";
    public const string RowDoesNotOpen = "a row does not open";
    public const string RowLeftBehind = "a row is left under an old version";
    public const string OneActiveVersion = "not one active version";
    public const string RetiredWithReferences = "a version is retired with references";
    public const string AuditChain = "the audit chain is broken";
    public const string Escrow = "a version is not in escrow";
    public const string BeforeAcknowledgement = "a version was active before a live consumer could read it";
    public const string UnderLostClaim = "something was committed under a lost claim";
    public const string NotAtRest = "a rotation is not at rest";
}
