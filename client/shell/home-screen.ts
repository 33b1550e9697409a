/** Whether this is the app that an iPhone has on its home screen. Only iOS says so in this way. */
export const isOnHomeScreen = (): boolean => 'standalone' in navigator && navigator.standalone === true
