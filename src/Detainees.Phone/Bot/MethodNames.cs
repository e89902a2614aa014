namespace Detainees.Phone.Bot;

/// <summary>The names of all methods of Bot API 10.1 (11 June 2026).</summary>
internal static class MethodNames
{
    public static IReadOnlySet<string> All { get; } = """
        getUpdates setWebhook deleteWebhook getWebhookInfo getMe logOut close sendMessage forwardMessage forwardMessages
        copyMessage copyMessages sendPhoto sendLivePhoto sendAudio sendDocument sendVideo sendAnimation sendVoice
        sendVideoNote sendPaidMedia sendMediaGroup sendLocation sendVenue sendContact sendPoll sendChecklist sendDice
        sendMessageDraft sendChatAction setMessageReaction getUserProfilePhotos getUserProfileAudios setUserEmojiStatus
        getFile banChatMember unbanChatMember restrictChatMember promoteChatMember setChatAdministratorCustomTitle
        setChatMemberTag banChatSenderChat unbanChatSenderChat setChatPermissions exportChatInviteLink createChatInviteLink
        editChatInviteLink createChatSubscriptionInviteLink editChatSubscriptionInviteLink revokeChatInviteLink
        approveChatJoinRequest declineChatJoinRequest answerChatJoinRequestQuery sendChatJoinRequestWebApp setChatPhoto
        deleteChatPhoto setChatTitle setChatDescription pinChatMessage unpinChatMessage unpinAllChatMessages leaveChat getChat
        getChatAdministrators getChatMemberCount getChatMember getUserPersonalChatMessages setChatStickerSet
        deleteChatStickerSet getForumTopicIconStickers createForumTopic editForumTopic closeForumTopic reopenForumTopic
        deleteForumTopic unpinAllForumTopicMessages editGeneralForumTopic closeGeneralForumTopic reopenGeneralForumTopic
        hideGeneralForumTopic unhideGeneralForumTopic unpinAllGeneralForumTopicMessages answerCallbackQuery answerGuestQuery
        getUserChatBoosts getBusinessConnection getManagedBotToken replaceManagedBotToken getManagedBotAccessSettings
        setManagedBotAccessSettings setMyCommands deleteMyCommands getMyCommands setMyName getMyName setMyDescription
        getMyDescription setMyShortDescription getMyShortDescription setMyProfilePhoto removeMyProfilePhoto setChatMenuButton
        getChatMenuButton setMyDefaultAdministratorRights getMyDefaultAdministratorRights getAvailableGifts sendGift
        giftPremiumSubscription verifyUser verifyChat removeUserVerification removeChatVerification readBusinessMessage
        deleteBusinessMessages setBusinessAccountName setBusinessAccountUsername setBusinessAccountBio
        setBusinessAccountProfilePhoto removeBusinessAccountProfilePhoto setBusinessAccountGiftSettings
        getBusinessAccountStarBalance transferBusinessAccountStars getBusinessAccountGifts getUserGifts getChatGifts
        convertGiftToStars upgradeGift transferGift postStory repostStory editStory deleteStory answerWebAppQuery
        savePreparedInlineMessage savePreparedKeyboardButton editMessageText editMessageCaption editMessageMedia
        editMessageLiveLocation stopMessageLiveLocation editMessageChecklist editMessageReplyMarkup stopPoll
        approveSuggestedPost declineSuggestedPost deleteMessage deleteMessages deleteMessageReaction deleteAllMessageReactions
        sendSticker getStickerSet getCustomEmojiStickers uploadStickerFile createNewStickerSet addStickerToSet
        setStickerPositionInSet deleteStickerFromSet replaceStickerInSet setStickerEmojiList setStickerKeywords
        setStickerMaskPosition setStickerSetTitle setStickerSetThumbnail setCustomEmojiStickerSetThumbnail deleteStickerSet
        sendRichMessage sendRichMessageDraft answerInlineQuery sendInvoice createInvoiceLink answerShippingQuery
        answerPreCheckoutQuery getMyStarBalance getStarTransactions refundStarPayment editUserStarSubscription
        setPassportDataErrors sendGame setGameScore getGameHighScores
        """.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);
}
