namespace Detainees.Endurance.Running;

/// <summary>A promise did not hold. The text is for whoever looks for the fault; all people in it are invented.</summary>
internal sealed class RoundFailedException(string what) : Exception(what)
{
    public static void Unless(bool holds, string otherwise)
    {
        if (!holds) throw new RoundFailedException(otherwise);
    }
}
