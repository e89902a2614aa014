namespace Detainees.Testing;

/// <summary>
/// All that computes with a secret scalar or with what comes of it, as <c>Type:Method</c> of Detainees.Sealing.Curve25519: for the tests that look at what
/// compilers make of it. What stands around these, the loops and the reading of bytes, hands on and branches on lengths and counts only.
/// </summary>
public static class SecretArithmetic
{
    /// <summary>The loop around the rungs: it must jump, and whoever sees no jump there would see none anywhere.</summary>
    public const string Loop = "ManagedX25519:Ladder";

    /// <summary>Some of them may be inlined everywhere, and then have no code of their own.</summary>
    public static readonly string[] Methods =
    [
        "ManagedX25519:Rung", "ManagedX25519+Working:TakeBit",
        "FixedPoint:NextDigit", "FixedPoint:LastDigit", "FixedPoint:AddDigits", "FixedPoint:AddUp",
        "TableRow:Choose", "TableRow+Coordinates:Choose", "FourMultiples:Negate", "FourPoints:Add", "FourPoints:Lane",
        "FourElements:.ctor", "FourElements:Lane", "FourElements:Add", "FourElements:Subtract", "FourElements:Swap", "FourElements:Negate",
        "FourElements:Multiply", "FourElements:MultiplyTogether", "FourElements:MultiplyOneByOne", "FourElements:Carry",
        "EdwardsPoint:Add", "EdwardsPoint:ToFraction", "EdwardsPoint:get_TwiceD",
        "FieldElement:Multiply", "FieldElement:Square", "FieldElement:Carry", "FieldElement:Swap", "FieldElement:Add",
        "FieldElement:Subtract", "FieldElement:Invert", "FieldElement:Reduce",
    ];

    /// <summary>These always have.</summary>
    public static readonly string[] NeverInlined =
    [
        "ManagedX25519:Rung", "FixedPoint:NextDigit", "FixedPoint:LastDigit", "FixedPoint:AddDigits", "FixedPoint:AddUp",
        "TableRow+Coordinates:Choose", "FourPoints:Add", "FourElements:Swap", "EdwardsPoint:Add",
        "FieldElement:Multiply", "FieldElement:Square", "FieldElement:Swap", "FieldElement:Reduce",
    ];
}
